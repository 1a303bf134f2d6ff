package io.postern.local;

import java.util.HashMap;
import java.util.Map;

/** Where mailboxes and their directory are, and who may look into the queue and the quarantine. */
final class DeliveryPlaces implements Places {

    static final String SERVICE = "delivery-service";

    private static final String ROUTES = "routes.yaml";
    private static final String NAME_SERVERS = "postern.delivery.relay.name-servers";

    /** A folder of settings may be older than the list is. */
    @Override
    public void furnish(StackOptions at) {
        Samples.copyOnce(at.folder().config(), ROUTES);
        at.folder().operator().makeOnce();
    }

    @Override
    public Map<String, Object> settings(StackOptions at) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("postern.delivery.mail-dir", at.folder().mail());
        settings.put("postern.delivery.large.folder", at.folder().contents());
        settings.put("postern.delivery.directory-file", at.folder().config().resolve("directory.yaml"));
        settings.put("postern.delivery.routes-file", at.folder().config().resolve(ROUTES));
        if (!OperatorsFile.of(SERVICE, at.folder()).sets(NAME_SERVERS)) {
            settings.put(NAME_SERVERS, at.address(Port.DNS));
        }
        return settings;
    }

    @Override
    public Map<String, String> environment(StackOptions at) {
        return at.folder().operator().environment();
    }
}
