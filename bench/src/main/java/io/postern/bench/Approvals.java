package io.postern.bench;

import io.postern.contract.ContentChunk;
import io.postern.contract.Envelope;
import io.postern.contract.Ids;
import io.postern.contract.MailApproved;
import io.postern.contract.MailApproved.Disposition;
import io.postern.contract.MailApproved.HeaderField;
import io.postern.contract.MailApproved.Location;
import io.postern.contract.MailReceived;
import io.postern.contract.Publisher;
import io.postern.contract.Session;
import io.postern.contract.Topics;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Approves of mails as an ingress does: their contents lie in the log before the clock starts. */
final class Approvals implements AutoCloseable {

    private static final int UNDER_WAY = 1000;
    private static final String SENDER = "load@bench.example";

    private final Publisher publisher;
    private final Ids ids = new Ids(Clock.systemUTC());
    private final Mails mails;

    Approvals(String bootstrap, int size) {
        this.publisher = Publisher.open(Map.of("bootstrap.servers", bootstrap));
        this.mails = new Mails(size, SENDER);
    }

    /** Writes a mail to each of these groups of recipients into the log, and tells how to approve of them. */
    List<MailApproved> write(List<List<String>> groups) {
        List<MailApproved> approved = new ArrayList<>();
        for (int from = 0; from < groups.size(); from += UNDER_WAY) {
            List<CompletableFuture<MailApproved>> some =
                    groups.subList(from, Math.min(groups.size(), from + UNDER_WAY)).stream()
                            .map(this::write)
                            .toList();
            some.forEach(one -> approved.add(one.join()));
        }
        return approved;
    }

    private CompletableFuture<MailApproved> write(Iterable<String> group) {
        List<Envelope.Recipient> recipients = new ArrayList<>();
        group.forEach(address -> recipients.add(new Envelope.Recipient(address)));
        byte[] content = mails.next(recipients.getFirst().address());
        String id = ids.next();
        Instant now = Instant.now();
        MailReceived mail = new MailReceived(
                id,
                Session.opened(id, "bench", "bench", "mx", "127.0.0.1", 1, now),
                new Envelope(SENDER, recipients, false, false),
                1,
                content.length,
                sha256(content),
                now);
        return publisher
                .send(new ContentChunk(id, 0, content, mail).toRecord())
                .thenApply(metadata -> approved(mail, metadata));
    }

    private static MailApproved approved(MailReceived mail, RecordMetadata place) {
        return new MailApproved(
                mail,
                new Location(place.partition(), place.offset(), place.offset()),
                Disposition.DELIVER,
                List.of(),
                List.of(),
                List.of(new HeaderField("Received", "from bench.example (127.0.0.1)\r\n\tby bench; " + mail.mailId())));
    }

    /** As fast as the log takes them. @return when the first was handed over, by {@link System#nanoTime} */
    long approve(List<MailApproved> approved) {
        long started = System.nanoTime();
        List<CompletableFuture<RecordMetadata>> sent = approved.stream()
                .map(one -> publisher.send(
                        Publisher.json(Topics.APPROVED, one.mail().mailId(), one)))
                .toList();
        sent.forEach(CompletableFuture::join);
        return started;
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        publisher.close();
    }
}
