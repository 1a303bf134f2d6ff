package io.postern.delivery.mailbox;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.system.DiskSpaceMetrics;
import io.postern.delivery.DeliverySettings;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Room where mailboxes lie. */
@Dependent
class MailDisk {

    @Produces
    @Singleton
    MeterBinder room(DeliverySettings settings) {
        return new DiskSpaceMetrics(settings.mailDir().toFile());
    }
}
