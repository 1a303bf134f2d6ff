package io.postern.delivery.queue;

import static java.util.Objects.requireNonNull;

import io.postern.contract.MailApproved;
import io.postern.delivery.bounce.HeaderSection;
import io.postern.delivery.mailbox.MailFile.Content;
import io.postern.delivery.relay.Relay;
import io.postern.delivery.relay.smtp.Fault;
import io.postern.delivery.relay.smtp.Message;
import io.postern.delivery.relay.smtp.Outcome;
import io.postern.delivery.relay.smtp.Receiver;
import io.postern.delivery.route.Way;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Brings a mail over the network to those of its recipients who are at one destination. */
final class Transfer {

    private static final Logger LOG = Logger.getLogger(Transfer.class);

    private static final Said CIRCLE =
            new Said("5.4.6", "mail forwarding loop: it has come by this address before", null);
    private static final Said OURS = new Said("4.3.0", "the mail cannot be sent now", null);

    private final Way.Network way;
    private final List<Recipient> recipients;
    private final @Nullable Content content;
    private final long latest;

    /**
     * @param recipients of the same mail and for the same original recipient's sake, at least one
     * @param content of the mail; {@code null}: it is read when it is needed
     * @param latest by {@link System#nanoTime}: one not begun by then is given back
     */
    Transfer(Way.Network way, List<Recipient> recipients, @Nullable Content content, long latest) {
        this.way = way;
        this.recipients = List.copyOf(recipients);
        this.content = content;
        this.latest = latest;
    }

    Way.Network way() {
        return way;
    }

    List<Recipient> recipients() {
        return recipients;
    }

    /** How much content it holds before it begins. */
    long bytes() {
        return content == null ? 0 : mail().size;
    }

    boolean stale() {
        return System.nanoTime() > latest;
    }

    /** Whether it waited because nothing got through. */
    boolean parked() {
        return recipients.stream().anyMatch(recipient -> recipient.parked);
    }

    /**
     * What came of it.
     *
     * @param worked whether the destination did what it is there for
     * @param failed whether nothing gets through there
     * @param uncertain how many recipients may have the mail although no reply said so
     */
    record Done(List<Attempt> attempts, boolean worked, boolean failed, long uncertain) {}

    /** Whatever goes wrong, there is a result for every recipient. */
    Done run(Relay relay, StoredContent stored, Deferral deferral, Clock clock, Duration limit) {
        Instant at = clock.instant();
        long started = System.nanoTime();
        Map<Recipient, Outcome> outcomes = new LinkedHashMap<>();
        try {
            Content whole = content != null
                    ? content
                    : requireNonNull(stored.of(List.of(mail())).get(mail().id), "content");
            if (circles(whole)) {
                return circled(at, Duration.ofNanos(System.nanoTime() - started));
            }
            outcomes.putAll(deliver(relay, whole, limit));
        } catch (IOException e) {
            LOG.warnf("transfer broken off mailId=%s cause=%s", mail().id, e);
        } catch (SQLException e) {
            LOG.warnf("transfer broken off mailId=%s cause=%s", mail().id, e);
        } catch (RuntimeException e) {
            // A bug, of which this mail must not be the victim: it stays, and somebody is told.
            LOG.errorf(e, "transfer broken mailId=%s", mail().id);
        }
        Duration elapsed = Duration.ofNanos(System.nanoTime() - started);
        List<Attempt> attempts = new ArrayList<>();
        for (Recipient recipient : recipients) {
            Outcome outcome = outcomes.get(recipient);
            Result result = outcome == null
                    ? deferral.parked(recipient, way.destination(), OURS, way.retries())
                    : result(recipient, outcome, deferral);
            attempts.add(new Attempt(recipient, result, at, elapsed));
        }
        boolean failed = outcomes.values().stream().anyMatch(Outcome::destinationFailed);
        boolean worked = !failed && outcomes.values().stream().anyMatch(Transfer::speaksForTheDestination);
        long uncertain = outcomes.values().stream().filter(Transfer::uncertain).count();
        return new Done(attempts, worked, failed, uncertain);
    }

    private static boolean uncertain(Outcome outcome) {
        return outcome instanceof Outcome.Deferred deferred && deferred.cause().uncertain();
    }

    private static boolean speaksForTheDestination(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Delivered delivered -> true;
            case Outcome.Deferred deferred -> deferred.cause().fault() != Fault.OURS;
            case Outcome.Refused refused -> refused.cause().spoken();
        };
    }

    /** Whether it has been here before, and was forwarded for the same recipient. */
    private boolean circles(Content whole) throws IOException {
        String original = recipients.getFirst().original;
        return original != null
                && HeaderSection.of(whole).values(Recipient.DELIVERED_TO).stream()
                        .anyMatch(original::equalsIgnoreCase);
    }

    private Done circled(Instant at, Duration elapsed) {
        List<Attempt> attempts = recipients.stream()
                .map(recipient -> new Attempt(recipient, Result.failed(way.destination(), CIRCLE), at, elapsed))
                .toList();
        return new Done(attempts, false, false, 0);
    }

    private Map<Recipient, Outcome> deliver(Relay relay, Content whole, Duration limit) {
        MailApproved approved = recipients.getFirst().approved();
        Map<Receiver, Recipient> receivers = new LinkedHashMap<>();
        for (Recipient recipient : recipients) {
            receivers.put(
                    recipient.named().map(Receiver::of).orElseGet(() -> new Receiver(recipient.address)), recipient);
        }
        Map<Recipient, Outcome> outcomes = new LinkedHashMap<>();
        relay.deliver(Message.of(approved, whole), List.copyOf(receivers.keySet()), way.route(), limit)
                .forEach((receiver, outcome) -> outcomes.put(requireNonNull(receivers.get(receiver)), outcome));
        return outcomes;
    }

    private Result result(Recipient recipient, Outcome outcome, Deferral deferral) {
        String destination = way.destination();
        return switch (outcome) {
            case Outcome.Delivered delivered ->
                Result.delivered(
                        destination,
                        delivered.host() + " said: " + delivered.reply()
                                + (delivered.tls() == null ? "" : ", " + delivered.tls()),
                        delivered.notifies());
            case Outcome.Refused refused -> Result.failed(destination, Said.by(refused.cause()));
            case Outcome.Deferred deferred -> {
                Said why = Said.by(deferred.cause());
                yield switch (deferred.cause().fault()) {
                    case DESTINATION, OURS -> deferral.parked(recipient, destination, why, way.retries());
                    case RECIPIENT, MESSAGE -> deferral.later(recipient, destination, why, way.retries());
                };
            }
        };
    }

    private Mail mail() {
        return recipients.getFirst().mail;
    }
}
