package io.postern.local;

import java.util.Map;

/** What the operator's rules are, and who may teach. */
final class AntispamPlaces implements Places {

    static final String SERVICE = "antispam-service";

    /** In the folder of the settings. */
    private static final String RULES = "lists/antispam.yaml";

    /** A folder of settings may be older than the rules are. */
    @Override
    public void furnish(StackOptions at) {
        Samples.copyOnce(at.folder().config(), RULES);
        at.folder().operator().makeOnce();
    }

    @Override
    public Map<String, Object> settings(StackOptions at) {
        return Map.of("postern.antispam.rules-file", at.folder().config().resolve(RULES));
    }

    @Override
    public Map<String, String> environment(StackOptions at) {
        return at.folder().operator().environment();
    }
}
