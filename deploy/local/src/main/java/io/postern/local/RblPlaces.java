package io.postern.local;

import java.util.HashMap;
import java.util.Map;

/** Where the check of block lists has its lists, and whom it asks. */
final class RblPlaces implements Places {

    static final String SERVICE = "rbl-service";

    /** In the folder of the settings. */
    private static final String LISTS = "lists/rbl.yaml";

    /** It does not start without lists, and a folder of settings may be older than they are. */
    @Override
    public void furnish(StackOptions at) {
        Samples.copyOnce(at.folder().config(), LISTS);
    }

    @Override
    public Map<String, Object> settings(StackOptions at) {
        Map<String, Object> settings = new HashMap<>(DnsServer.askedBy(SERVICE, at));
        settings.put("postern.rbl.lists-file", at.folder().config().resolve(LISTS));
        return settings;
    }
}
