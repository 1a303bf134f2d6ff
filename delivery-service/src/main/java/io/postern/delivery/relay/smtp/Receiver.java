package io.postern.delivery.relay.smtp;

import io.postern.contract.Envelope;
import io.postern.contract.Envelope.Notify;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who shall get a mail.
 *
 * @param address the forward-path without angle brackets
 * @param notifyOn when the sender wants to be told (RFC 3461 section 4.1); empty if not said
 * @param originalRecipient ORCPT (RFC 3461 section 4.2) as given
 */
public record Receiver(
        String address, Set<Notify> notifyOn, @Nullable String originalRecipient) {

    public Receiver {
        notifyOn = Set.copyOf(notifyOn);
    }

    public Receiver(String address) {
        this(address, Set.of(), null);
    }

    public static Receiver of(Envelope.Recipient recipient) {
        return new Receiver(recipient.address(), recipient.notifyOn(), recipient.originalRecipient());
    }

    /** Whether the address can only be said under SMTPUTF8 (RFC 6531). */
    boolean international() {
        return !Message.ascii(address);
    }
}
