package io.postern.contract;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The envelope of a mail (RFC 5321 section 2.3.1).
 *
 * @param sender the reverse-path without angle brackets; empty for the null sender
 * @param recipients the accepted forward-paths, in the order given, each once
 * @param eightBit whether BODY=8BITMIME was declared (RFC 6152)
 * @param smtpUtf8 whether SMTPUTF8 was declared (RFC 6531)
 * @param ret how much of the mail a failure notice shall bring back (RFC 3461 section 4.3), {@code null} if not said
 * @param envelopeId the sender's own id for the envelope (ENVID, RFC 3461 section 4.4), as given, in xtext
 */
public record Envelope(
        String sender,
        List<Recipient> recipients,
        boolean eightBit,
        boolean smtpUtf8,
        @Nullable Ret ret,
        @Nullable String envelopeId) {

    /** What a failure notice brings back. */
    public enum Ret {
        FULL,
        HDRS
    }

    /** When the sender wants to be told (RFC 3461 section 4.1). */
    public enum Notify {
        NEVER,
        SUCCESS,
        FAILURE,
        DELAY
    }

    /**
     * Who shall get the mail.
     *
     * @param address the forward-path without angle brackets, domain in lower case
     * @param mailbox the mailbox of ours that gets it, as the directory spells it; {@code null} if it is to be relayed
     *     or, in records of before this field, is the address itself
     * @param notifyOn when to tell the sender; empty if not said
     * @param originalRecipient the address the sender first named (ORCPT, RFC 3461 section 4.2), as given: type, ";" and
     *     xtext
     */
    public record Recipient(
            String address,
            @Nullable String mailbox,
            Set<Notify> notifyOn,
            @Nullable String originalRecipient) {

        public Recipient {
            requireNonNull(address, "address");
            notifyOn = Set.copyOf(requireNonNullElse(notifyOn, Set.of()));
        }

        public Recipient(String address) {
            this(address, null, Set.of(), null);
        }
    }

    public Envelope {
        requireNonNull(sender, "sender");
        recipients = List.copyOf(requireNonNull(recipients, "recipients"));
    }

    public Envelope(String sender, List<Recipient> recipients, boolean eightBit, boolean smtpUtf8) {
        this(sender, recipients, eightBit, smtpUtf8, null, null);
    }

    /** The mailbox of ours that gets what is for an address; the address itself if there is none, or it is not told. */
    public String mailbox(String address) {
        return recipients.stream()
                .filter(recipient -> recipient.address().equals(address))
                .map(Recipient::mailbox)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(address);
    }

    /** The recipients' addresses. */
    public List<String> addresses() {
        return recipients.stream().map(Recipient::address).toList();
    }
}
