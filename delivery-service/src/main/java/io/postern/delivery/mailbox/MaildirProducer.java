package io.postern.delivery.mailbox;

import io.postern.delivery.DeliverySettings;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the one writer of mailboxes: those who write side by side know of each other by it. */
@Singleton
class MaildirProducer {

    @Produces
    @Singleton
    Maildir maildir(DeliverySettings settings) {
        return new Maildir(settings.mailDir());
    }
}
