package io.postern.ingress.checks;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.context.Context;
import io.postern.contract.CheckRule;
import io.postern.contract.ConnectionOpened;
import io.postern.contract.Envelope;
import io.postern.contract.InvalidRecord;
import io.postern.contract.Phase;
import io.postern.contract.Publisher;
import io.postern.contract.Question;
import io.postern.contract.RecipientOffered;
import io.postern.contract.Session;
import io.postern.contract.TraceContext;
import io.postern.ingress.IngressConfig;
import io.postern.ingress.Watched;
import io.postern.ingress.policy.Policy;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/** Asks the checks: puts the question among those under way, then sends it. */
@ApplicationScoped
public class Questions implements Watched {

    private static final Duration OVERDUE = Duration.ofSeconds(5);

    /**
     * The share of the places that questions about connections may take: a crowd that only connects shall not keep out
     * those who have mail. Below the share from which strangers are refused.
     */
    private static final double FOR_CONNECTIONS = 0.7;

    private final IngressConfig config;
    private final Supplier<Policy> policy;
    private final Roster roster;
    private final Publisher publisher;
    private final Clock clock;
    private final MeterRegistry metrics;
    private final Map<String, Gathering> underWay = new ConcurrentHashMap<>();

    public Questions(
            IngressConfig config,
            Supplier<Policy> policy,
            Roster roster,
            Publisher publisher,
            Clock clock,
            MeterRegistry metrics) {
        this.config = config;
        this.policy = policy;
        this.roster = roster;
        this.publisher = publisher;
        this.clock = clock;
        this.metrics = metrics;
        metrics.gaugeMapSize("postern.questions.pending", List.of(), underWay);
    }

    /** There are as many questions under way as there may be. */
    public static final class Overloaded extends Exception {

        private static final long serialVersionUID = 1L;

        Overloaded() {
            super("too many questions under way", null, false, false);
        }
    }

    /** How many are under way, as a share of how many may be. */
    public double share() {
        return (double) underWay.size() / config.limits().pending();
    }

    /** Whether anybody is to be asked, or missed, in this phase. */
    public boolean any(Phase phase, Session session, @Nullable Envelope envelope) {
        return !asked(phase, session, envelope).isEmpty();
    }

    /**
     * Asks the checks of the connection or the greeting.
     *
     * @param id of the question
     * @return {@code null} if there is nobody to ask
     */
    public @Nullable Gathering ask(String id, Phase phase, Session session, Context trace) throws Overloaded {
        if (!any(phase, session, null)) {
            return null;
        }
        if (share() >= FOR_CONNECTIONS) {
            throw overloaded(phase);
        }
        Gathering gathering = open(id, phase, session, null);
        send(gathering, network(session.clientIp()), new ConnectionOpened(session), trace);
        return gathering;
    }

    /**
     * Asks the checks of a recipient.
     *
     * @param id of the question
     * @return {@code null} if there is nobody to ask
     */
    public @Nullable Gathering ask(String id, RecipientOffered offer, Envelope envelope, Context trace)
            throws Overloaded {
        if (!any(Phase.RECIPIENT, offer.session(), envelope)) {
            return null;
        }
        Gathering gathering = open(id, Phase.RECIPIENT, offer.session(), envelope);
        String triplet = network(offer.session().clientIp()) + "/" + offer.sender() + "/" + offer.recipient();
        int hash = Utils.murmur2(triplet.getBytes(StandardCharsets.UTF_8));
        send(gathering, Integer.toHexString(hash), offer, trace);
        return gathering;
    }

    /**
     * Puts a question among those under way. For the checks of a mail the caller then sends it, with the content.
     */
    public Gathering open(String id, Phase phase, Session session, @Nullable Envelope envelope) throws Overloaded {
        if (underWay.size() >= config.limits().pending()) {
            throw overloaded(phase);
        }
        List<Gathering.Asked> asked = asked(phase, session, envelope);
        Gathering gathering = new Gathering(question(id, phase, asked), asked, roster);
        if (!roster.present(phase).isEmpty()) {
            // Else nobody is there to answer.
            underWay.put(id, gathering);
        }
        return gathering;
    }

    private Overloaded overloaded(Phase phase) {
        metrics.counter("postern.questions.unasked", "phase", phase.name()).increment();
        return new Overloaded();
    }

    /** The gathering of a question that could not be asked: nobody answers, and the policy says what follows. */
    public Gathering unasked(String id, Phase phase, Session session) {
        List<Gathering.Asked> missed = asked(phase, session, null).stream()
                .map(check -> new Gathering.Asked(check.check(), check.rule(), Duration.ZERO, false))
                .toList();
        return new Gathering(question(id, phase, missed), missed, roster);
    }

    /** The question is decided or given up; verdicts that come now are late. */
    public void close(Gathering gathering) {
        underWay.remove(gathering.question().id(), gathering);
    }

    /** What is overdue is waited for by nobody, least of all while a client takes its time: its place is for others. */
    @Override
    public void look() {
        Instant now = clock.instant();
        underWay.values().removeIf(gathering -> {
            Question question = gathering.question();
            return now.isAfter(question.askedAt().plus(question.budget()).plus(OVERDUE));
        });
    }

    @Nullable
    Gathering find(String id) {
        return underWay.get(id);
    }

    private Question question(String id, Phase phase, List<Gathering.Asked> asked) {
        Duration budget = asked.stream()
                .map(Gathering.Asked::deadline)
                .max(Duration::compareTo)
                .filter(deadline -> !deadline.isZero())
                .orElse(config.shadowBudget());
        return new Question(id, phase, config.instance(), config.replyPartition(), clock.instant(), budget);
    }

    private void send(Gathering gathering, String key, Record value, Context trace) {
        ProducerRecord<String, byte[]> record =
                Publisher.json(gathering.question().phase().topic(), key, value);
        gathering.question().writeTo(record.headers());
        TraceContext.inject(trace, record.headers());
        // If it is lost, nobody answers, and the policy says what follows from that.
        var unused = publisher.send(record);
    }

    /** Those who are there, and those whom the policy wants to hear and who are not. */
    private List<Gathering.Asked> asked(Phase phase, Session session, @Nullable Envelope envelope) {
        Policy inForce = policy.get();
        Set<String> present = roster.present(phase);
        Set<String> names = new TreeSet<>(present);
        inForce.checks().forEach((check, named) -> {
            if (named.rule().awaited() && phases(check, named).contains(phase)) {
                names.add(check);
            }
        });
        List<Gathering.Asked> asked = new ArrayList<>(names.size());
        for (String check : names) {
            CheckRule rule = inForce.rule(check, session, envelope);
            boolean awaited = rule.awaited() && present.contains(check) && roster.prompt(check);
            asked.add(new Gathering.Asked(check, rule, awaited ? inForce.deadline(check) : Duration.ZERO, awaited));
        }
        return asked;
    }

    /** When a check is asked: as it registered, or as is known of it, or at the last chance. */
    private Set<Phase> phases(String check, Policy.NamedCheck named) {
        Set<Phase> registered = roster.phases(check);
        if (!registered.isEmpty()) {
            return registered;
        }
        return named.phases().isEmpty() ? Set.of(Phase.MESSAGE) : named.phases();
    }

    /** The /24 or /64 of the address, so that neighbours go to the same partition. */
    static String network(String ip) {
        byte[] address = io.netty.util.NetUtil.createByteArrayFromIpAddressString(ip);
        if (address == null) {
            throw new InvalidRecord("not an address: " + ip);
        }
        int bytes = address.length == 4 ? 3 : 8;
        return java.util.HexFormat.of().formatHex(address, 0, bytes);
    }
}
