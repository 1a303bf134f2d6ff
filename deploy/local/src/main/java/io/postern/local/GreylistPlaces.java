package io.postern.local;

import java.util.HashMap;
import java.util.Map;

/** Where greylisting has its exemptions, whom it asks, and who may tell it to let somebody in. */
final class GreylistPlaces implements Places {

    static final String SERVICE = "greylist-service";

    /** In the folder of the settings. */
    private static final String EXEMPTIONS = "lists/greylist.yaml";

    /** A folder of settings may be older than the exemptions are. */
    @Override
    public void furnish(StackOptions at) {
        Samples.copyOnce(at.folder().config(), EXEMPTIONS);
        at.folder().operator().makeOnce();
    }

    @Override
    public Map<String, Object> settings(StackOptions at) {
        Map<String, Object> settings = new HashMap<>(DnsServer.askedBy(SERVICE, at));
        settings.put("postern.greylist.exemptions-file", at.folder().config().resolve(EXEMPTIONS));
        return settings;
    }

    @Override
    public Map<String, String> environment(StackOptions at) {
        return at.folder().operator().environment();
    }
}
