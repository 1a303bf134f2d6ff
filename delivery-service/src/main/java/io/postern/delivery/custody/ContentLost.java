package io.postern.delivery.custody;

import io.postern.contract.InvalidRecord;
import java.util.Map;

/** The contents of some mails are not, or no longer, as they were when the mails were promised. */
final class ContentLost extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Map<String, InvalidRecord> causes;

    /** @param causes by mail id */
    ContentLost(Map<String, InvalidRecord> causes) {
        super(causes.values().toString());
        this.causes = Map.copyOf(causes);
    }

    Map<String, InvalidRecord> causes() {
        return causes;
    }
}
