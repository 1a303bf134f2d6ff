package io.postern.contract;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * The envelope of a mail (RFC 5321 section 2.3.1).
 *
 * @param sender the reverse-path without angle brackets; empty for the null sender
 * @param recipients the accepted forward-paths, in the order given, each once
 * @param eightBit whether BODY=8BITMIME was declared (RFC 6152)
 * @param smtpUtf8 whether SMTPUTF8 was declared (RFC 6531)
 */
public record Envelope(String sender, List<Recipient> recipients, boolean eightBit, boolean smtpUtf8) {

    /** @param address the forward-path without angle brackets, domain in lower case */
    public record Recipient(String address) {
        public Recipient {
            requireNonNull(address, "address");
        }
    }

    public Envelope {
        requireNonNull(sender, "sender");
        recipients = List.copyOf(requireNonNull(recipients, "recipients"));
    }

    /** The recipients' addresses. */
    public List<String> addresses() {
        return recipients.stream().map(Recipient::address).toList();
    }
}
