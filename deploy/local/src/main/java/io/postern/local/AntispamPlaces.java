package io.postern.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What the operator's rules are, which lists are asked about links, and who may teach. */
final class AntispamPlaces implements Places {

    static final String SERVICE = "antispam-service";

    /** In the folder of the settings. */
    private static final String RULES = "lists/antispam.yaml";

    /** The same; the lists of what links lead to. */
    private static final String URLS = "lists/antispam-urls.yaml";

    /** What the list of the stack's own has. */
    private static final String ZONE = "dns/uribl.test.zone";

    /** A folder of settings may be older than the rules are. */
    @Override
    public void furnish(StackOptions at) {
        Path config = at.folder().config();
        Samples.copyOnce(config, RULES);
        if (!Files.exists(config.resolve(URLS))) {
            Samples.copyOnce(config, ZONE);
            Samples.copyOnce(config, URLS);
        }
        at.folder().operator().makeOnce();
    }

    @Override
    public Map<String, Object> settings(StackOptions at) {
        Map<String, Object> settings = new HashMap<>(DnsServer.askedBy(SERVICE, at));
        settings.put("postern.antispam.rules-file", at.folder().config().resolve(RULES));
        settings.put("postern.antispam.urls.lists-file", at.folder().config().resolve(URLS));
        return settings;
    }

    @Override
    public Map<String, String> environment(StackOptions at) {
        return at.folder().operator().environment();
    }
}
