package io.postern.check.service;

import io.postern.contract.Phase;
import java.util.Set;

/**
 * Who this instance of a check is. A bean.
 *
 * @param check the check's name
 * @param instance this process, unique
 * @param phases when the check is asked
 */
public record Identity(String check, String instance, Set<Phase> phases) {

    public Identity {
        phases = Set.copyOf(phases);
    }
}
