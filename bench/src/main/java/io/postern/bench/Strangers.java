package io.postern.bench;

import io.postern.contract.ConnectionOpened;
import io.postern.contract.Phase;
import io.postern.contract.Publisher;
import io.postern.contract.RecipientOffered;
import io.postern.contract.Session;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Clients that connect, or that name a recipient, each with a sender of its own.
 *
 * @param recipient empty: they only connect
 * @param count how many different ones there are
 */
record Strangers(String recipient, int count) implements Subject {

    static Strangers connecting(int count) {
        return new Strangers("", count);
    }

    static Strangers naming(String recipient, int count) {
        return new Strangers(recipient, count);
    }

    @Override
    public Phase phase() {
        return recipient.isEmpty() ? Phase.CONNECT : Phase.RECIPIENT;
    }

    @Override
    public List<ProducerRecord<String, byte[]>> records(String id, int number) {
        int client = number % count;
        Session session = session(id, client);
        Record value = recipient.isEmpty()
                ? new ConnectionOpened(session)
                : new RecipientOffered(session, letters(client) + "@bench.example", recipient);
        return List.of(Publisher.json(phase().topic(), Integer.toHexString(client >> 8), value));
    }

    /** A session of one of them. 100.64.0.0/10 is nobody's (RFC 6598), so that no list has anything against it. */
    static Session session(String id, int client) {
        String ip = "100." + (64 + (client >> 16 & 63)) + "." + (client >> 8 & 255) + "." + (client & 255);
        return Session.opened(id, "bench", Checks.ASKER, "mx", ip, 25, Instant.now());
    }

    /** A number as letters: digits in a sender would be taken for a serial number. */
    private static String letters(int number) {
        return Integer.toString(number, 10)
                .chars()
                .mapToObj(digit -> Character.toString(digit - '0' + 'a'))
                .collect(Collectors.joining());
    }
}
