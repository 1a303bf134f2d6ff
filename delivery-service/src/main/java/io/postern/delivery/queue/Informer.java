package io.postern.delivery.queue;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.postern.contract.DeliveryAttempted.Outcome;
import io.postern.contract.Envelope;
import io.postern.contract.Ids;
import io.postern.contract.MailApproved;
import io.postern.delivery.DeliverySettings;
import io.postern.delivery.HostName;
import io.postern.delivery.bounce.Action;
import io.postern.delivery.bounce.Answerable;
import io.postern.delivery.bounce.Bounce;
import io.postern.delivery.bounce.Causes;
import io.postern.delivery.bounce.HeaderSection;
import io.postern.delivery.bounce.Notices;
import io.postern.delivery.bounce.Original;
import io.postern.delivery.bounce.Report;
import io.postern.delivery.bounce.Silence;
import io.postern.delivery.mailbox.MailFile.Content;
import io.postern.delivery.route.Way;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Writes to senders what became of their mail, where they may be written to and want to know. */
@ApplicationScoped
class Informer {

    private static final Logger LOG = Logger.getLogger("io.postern.delivery");

    private final StoredContent stored;
    private final Submission submission;
    private final MeterRegistry metrics;
    private final Notices notices;
    private final Clock clock = Clock.systemUTC();
    private final Ids ids = new Ids(clock);

    Informer(
            StoredContent stored,
            Submission submission,
            HostName host,
            MeterRegistry metrics,
            DeliverySettings settings) {
        this.stored = stored;
        this.submission = submission;
        this.metrics = metrics;
        for (Action action : Action.values()) {
            told(action);
        }
        this.notices = new Notices(
                host.name(),
                settings.notices().postmaster().orElse("postmaster@" + host.name()),
                Math.toIntExact(settings.notices().whole().asLongValue()),
                Causes.load());
    }

    /** What there is to be told of a recipient. */
    record News(
            Recipient recipient, Action action, @Nullable Said said) {}

    /**
     * Puts notices of what is final into the queue.
     *
     * @return whether there are any
     */
    boolean tell(Connection connection, Collection<Attempt> attempts) throws SQLException, IOException {
        return write(
                connection,
                attempts.stream().map(Informer::news).filter(Objects::nonNull).toList());
    }

    private Counter told(Action action) {
        return Counter.builder("postern.notices")
                .description("Recipients of whom their senders were told, by what they were told")
                .tag("action", action.name())
                .register(metrics);
    }

    private static @Nullable News news(Attempt attempt) {
        Result result = attempt.result();
        if (result.outcome() == Outcome.FAILED) {
            return new News(attempt.recipient(), Action.FAILED, result.said());
        }
        if (result.outcome() == Outcome.DELIVERED && !result.passedOn()) {
            return new News(attempt.recipient(), success(result.destination()), null);
        }
        return null;
    }

    private static Action success(String destination) {
        if (destination.equals(Way.ALIAS)) {
            return Action.EXPANDED;
        }
        return destination.equals(Way.HERE) || destination.startsWith("lmtp:") ? Action.DELIVERED : Action.RELAYED;
    }

    /** One notice for each mail. @return whether there are any */
    boolean write(Connection connection, List<News> news) throws SQLException, IOException {
        Map<Mail, List<News>> byMail = new LinkedHashMap<>();
        news.forEach(one -> byMail.computeIfAbsent(one.recipient().mail, mail -> new ArrayList<>())
                .add(one));
        boolean written = false;
        for (Map.Entry<Mail, List<News>> entry : byMail.entrySet()) {
            written |= write(connection, entry.getKey(), entry.getValue());
        }
        return written;
    }

    private boolean write(Connection connection, Mail mail, List<News> news) throws SQLException, IOException {
        MailApproved approved = mail.approval();
        List<Report> reports =
                news.stream().flatMap(one -> report(one).stream()).toList();
        if (reports.isEmpty() || mail.sender.isEmpty()) {
            return false;
        }
        String id = ids.next();
        Optional<Bounce> notice = compose(id, mail, approved, reports);
        if (notice.isPresent()) {
            submission.put(connection, id, notice.get(), mail.traceparent);
            reports.forEach(report -> told(report.action()).increment());
            LOG.infof("notice to the sender mailId=%s notice=%s recipients=%d", mail.id, id, reports.size());
        }
        return notice.isPresent();
    }

    /** Empty if the mail is not to be answered, or cannot be: whatever is wrong with one mail must not hold up the others. */
    private Optional<Bounce> compose(String id, Mail mail, MailApproved approved, List<Report> reports)
            throws SQLException, IOException {
        Content content = Objects.requireNonNull(stored.of(List.of(mail)).get(mail.id), "content");
        try {
            HeaderSection header = HeaderSection.of(content);
            Optional<Silence> silence = Answerable.silence(approved, header);
            if (silence.isPresent()) {
                LOG.infof("no notice to the sender mailId=%s reason=%s", mail.id, silence.get());
                return Optional.empty();
            }
            return Optional.of(
                    notices.write(id, clock.instant(), new Original(approved.mail(), header, content), reports));
        } catch (IOException | RuntimeException e) {
            if (e.getCause() instanceof SQLException) {
                throw e; // it is the database that is away
            }
            LOG.errorf(e, "no notice to the sender, it cannot be written mailId=%s", mail.id);
            return Optional.empty();
        }
    }

    private Optional<Report> report(News news) {
        return news.recipient().named().filter(news.action()::wantedFor).map(recipient -> report(recipient, news));
    }

    private Report report(Envelope.Recipient recipient, News news) {
        Said said = news.said();
        boolean retried = news.action() == Action.DELAYED;
        return new Report(
                recipient,
                news.action(),
                said == null ? "2.0.0" : said.status(),
                said == null ? null : said.words(),
                said == null ? null : said.host(),
                clock.instant(),
                retried ? news.recipient().expiresAt : null);
    }
}
