package io.postern.check.service;

import io.postern.contract.Phase;
import java.util.Set;

/**
 * Who we are.
 *
 * @param check the check's name
 * @param instance this process, unique
 * @param phases when the check is asked
 */
record Identity(String check, String instance, Set<Phase> phases) {

    Identity {
        phases = Set.copyOf(phases);
    }
}
