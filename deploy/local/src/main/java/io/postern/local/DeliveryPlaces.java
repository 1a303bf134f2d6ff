package io.postern.local;

import java.util.Map;

/** Where mailboxes and their directory are, and who may look into the queue and the quarantine. */
final class DeliveryPlaces implements Places {

    static final String SERVICE = "delivery-service";

    @Override
    public void furnish(StackOptions at) {
        at.folder().operator().makeOnce();
    }

    @Override
    public Map<String, Object> settings(StackOptions at) {
        return Map.of(
                "postern.delivery.mail-dir", at.folder().mail(),
                "postern.delivery.directory-file", at.folder().config().resolve("directory.yaml"));
    }

    @Override
    public Map<String, String> environment(StackOptions at) {
        return at.folder().operator().environment();
    }
}
