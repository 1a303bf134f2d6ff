package io.postern.rbl;

import static io.postern.rbl.RblLists.CLIENT;
import static io.postern.rbl.RblLists.HELO;
import static io.postern.rbl.RblLists.SENDER;

import io.postern.check.ConnectionCheck;
import io.postern.check.Finding;
import io.postern.check.RecipientCheck;
import io.postern.check.lists.DnsList;
import io.postern.check.lists.DnsLists;
import io.postern.check.lists.Family;
import io.postern.check.lists.Lists;
import io.postern.check.lists.Opinion;
import io.postern.check.lists.QueryName;
import io.postern.check.lists.Question;
import io.postern.check.lists.WatchedList;
import io.postern.contract.ConnectionOpened;
import io.postern.contract.RecipientOffered;
import io.postern.contract.Session;
import io.postern.contract.Verdict.Outcome;
import io.postern.contract.Verdict.PeerReply;
import io.postern.contract.Verdict.Reason;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/** Is the client, its HELO name or the domain of its sender on a list? */
@ApplicationScoped
class RblCheck implements ConnectionCheck, RecipientCheck {

    private static final int MAX_TEXT = 200;

    private final DnsLists lists;
    private final Duration deadline;

    RblCheck(DnsLists lists, RblSettings settings) {
        this.lists = lists;
        this.deadline = settings.deadline();
    }

    /**
     * What the lists say of one thing.
     *
     * @param kind of thing, in the words of the reply
     */
    private record Listed(String kind, String thing, List<Opinion> opinions) {

        String what() {
            return kind + " [" + printable(thing) + "]";
        }
    }

    @Override
    public Finding check(ConnectionOpened connection) throws InterruptedException {
        Session session = connection.session();
        Lists inForce = lists.inForce();
        List<WatchedList> asked = inForce.of(CLIENT);
        byte[] octets = QueryName.octets(session.clientIp());
        if (ours(session) || asked.isEmpty() || octets == null) {
            return Finding.pass();
        }
        long end = end();
        List<Question> questions =
                lists.ask(asked, QueryName.ofAddress(octets), Family.of(octets), QueryName.network(octets));
        List<Opinion> opinions = lists.await(questions, end);
        return finding(inForce, List.of(new Listed("client", session.clientIp(), opinions)), end);
    }

    @Override
    public Finding check(RecipientOffered offer) throws InterruptedException {
        Session session = offer.session();
        Lists inForce = lists.inForce();
        List<WatchedList> ofSenders = inForce.of(SENDER);
        List<WatchedList> ofHelos = inForce.of(HELO);
        if (ours(session) || (ofSenders.isEmpty() && ofHelos.isEmpty())) {
            return Finding.pass();
        }
        long end = end();
        String domain = offer.sender().substring(offer.sender().lastIndexOf('@') + 1);
        String helo = session.helo() == null ? "" : session.helo();
        return finding(
                inForce,
                List.of(
                        new Listed("Sender address", offer.sender(), ask(ofSenders, domain, end)),
                        new Listed("Helo command", helo, ask(ofHelos, helo, end))),
                end);
    }

    private static boolean ours(Session session) {
        return session.outgoing() || session.user() != null;
    }

    private List<Opinion> ask(List<WatchedList> asked, String domain, long end) throws InterruptedException {
        Name name = asked.isEmpty() ? null : QueryName.ofDomain(domain);
        return name == null ? List.of() : lists.await(lists.ask(asked, name, Family.NAME, name.hashCode()), end);
    }

    private long end() {
        return System.nanoTime() + deadline.toNanos();
    }

    private Finding finding(Lists inForce, List<Listed> all, long end) throws InterruptedException {
        List<Opinion> opinions =
                all.stream().flatMap(listed -> listed.opinions().stream()).toList();
        double sum = opinions.stream().mapToDouble(Opinion::weight).sum();
        Outcome outcome = outcome(inForce.threshold(), sum, opinions);
        if (outcome != Outcome.FAIL) {
            return new Finding(outcome, sum, reasons(opinions, opinion -> reason(opinion, "", null)), null);
        }
        Opinion heaviest = Collections.max(opinions, Comparator.comparingDouble(Opinion::weight));
        String text = text(heaviest, end);
        PeerReply reply = reply(what(all, heaviest), heaviest, text);
        List<Reason> reasons =
                reasons(opinions, opinion -> reason(opinion, opinion.equals(heaviest) ? text : "", reply));
        return new Finding(outcome, sum, reasons, reply);
    }

    private static Outcome outcome(double threshold, double sum, List<Opinion> opinions) {
        // An outage of an allow list must not refuse whom it may have.
        if (sum >= threshold) {
            return sum - mightSpeakFor(opinions) < threshold ? Outcome.ERROR : Outcome.FAIL;
        }
        boolean unknown = opinions.stream()
                .anyMatch(
                        opinion -> opinion.failed() && opinion.watched().list().needed());
        return unknown ? Outcome.ERROR : Outcome.PASS;
    }

    /** The most that the allow lists which cannot tell could take from the sum. */
    private static double mightSpeakFor(List<Opinion> opinions) {
        return opinions.stream()
                .filter(Opinion::failed)
                .map(opinion -> opinion.watched().list())
                .filter(list -> list.kind() == DnsList.Kind.ALLOW)
                .mapToDouble(DnsList::most)
                .sum();
    }

    private static List<Reason> reasons(List<Opinion> opinions, Function<Opinion, Reason> reason) {
        return opinions.stream()
                .filter(opinion -> opinion.listed() || opinion.failed())
                .map(reason)
                .toList();
    }

    private static String what(List<Listed> all, Opinion opinion) {
        return all.stream()
                .filter(listed -> listed.opinions().contains(opinion))
                .map(Listed::what)
                .findFirst()
                .orElse("client");
    }

    /** The operator's text, or the list's own. */
    private String text(Opinion opinion, long end) throws InterruptedException {
        DnsList list = opinion.watched().list();
        return list.text() == null ? printable(list.withoutSecret(lists.text(opinion, end))) : list.text();
    }

    private static PeerReply reply(String what, Opinion opinion, String text) {
        String list = opinion.watched().list().name();
        String said = "Service unavailable; " + what + " blocked using " + list + (text.isEmpty() ? "" : "; " + text);
        return new PeerReply(554, "5.7.1", said);
    }

    private static Reason reason(Opinion opinion, String text, @Nullable PeerReply reply) {
        DnsList list = opinion.watched().list();
        Map<String, String> detail = new TreeMap<>();
        detail.put("list", list.name());
        if (opinion.cause() != null) {
            detail.put("cause", opinion.cause());
            return new Reason("unknown", "the list cannot tell", detail, 0, list.needed(), null);
        }
        if (opinion.answer() != null) {
            detail.put("answer", opinion.answer().getHostAddress());
        }
        detail.put("ttl", Long.toString(opinion.ttl()));
        detail.put("elapsedMicros", Long.toString(opinion.micros()));
        if (!text.isEmpty()) {
            detail.put("text", text);
        }
        boolean against = list.kind() == DnsList.Kind.BLOCK;
        return new Reason(
                against ? "listed" : "allowed",
                against ? "on a block list" : "on an allow list",
                detail,
                opinion.weight(),
                false,
                against ? reply : null);
    }

    /** One line of printable ASCII, not too long for a reply. */
    private static String printable(String text) {
        String line = text.replaceAll("[^ -~]+", "?").strip();
        return line.length() > MAX_TEXT ? line.substring(0, MAX_TEXT) : line;
    }
}
