package io.postern.greylist;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.postern.check.Finding;
import io.postern.check.RecipientCheck;
import io.postern.check.client.IpAddress;
import io.postern.contract.RecipientOffered;
import io.postern.contract.Session;
import io.postern.contract.Verdict.Outcome;
import io.postern.contract.Verdict.Reason;
import io.postern.greylist.Encounter.Kind;
import io.postern.tracing.SpanReference;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/** Has this client brought mail of this sender to this recipient before? */
@Singleton
class GreylistCheck implements RecipientCheck {

    /** Where the policy only counts, a first meeting weighs little: every sender has one. */
    private static final double SCORE = 1;

    private final GreylistSettings settings;
    private final ExemptionsFile exemptions;
    private final ClientNames names;
    private final Acquaintances acquaintances;
    private final Ledger ledger;
    private final Figures figures;

    GreylistCheck(
            GreylistSettings settings,
            ExemptionsFile exemptions,
            ClientNames names,
            Acquaintances acquaintances,
            Ledger ledger,
            Figures figures) {
        this.settings = settings;
        this.exemptions = exemptions;
        this.names = names;
        this.acquaintances = acquaintances;
        this.ledger = ledger;
        this.figures = figures;
    }

    @Override
    public Finding check(RecipientOffered offer) throws IOException, InterruptedException {
        Session session = offer.session();
        InetAddress client = IpAddress.of(session.clientIp());
        if (client == null) {
            return Finding.error("the client's address is none");
        }
        Optional<String> exempt = session.user() != null || session.outgoing()
                ? Optional.of("user")
                : exempt(client, offer.sender(), offer.recipient());
        return exempt.isPresent()
                ? exempt(exempt.get())
                : greylist(client, Triplet.of(client, offer.sender(), offer.recipient(), settings.network()));
    }

    private Optional<String> exempt(InetAddress client, String sender, String recipient) {
        if (any(listed -> listed.client(client))) {
            return Optional.of("network");
        }
        if (any(listed -> listed.recipient(recipient))) {
            return Optional.of("recipient");
        }
        return any(listed -> listed.sender(sender)) ? Optional.of("sender") : Optional.empty();
    }

    private boolean any(Predicate<Exemptions> exempt) {
        return exemptions.inForce().anyMatch(exempt);
    }

    private Finding greylist(InetAddress client, Triplet unnamed) throws IOException, InterruptedException {
        Kind known = acquaintances.of(unnamed);
        if (known != null) {
            return pass(known, Map.of());
        }
        List<Name> confirmed = names.of(client);
        if (any(listed -> listed.client(confirmed))) {
            return exempt("name");
        }
        String origin = Origin.of(confirmed, client);
        return acquaintances.trust(origin) ? pass(Kind.TRUSTED, Map.of()) : meet(unnamed.from(origin));
    }

    private Finding meet(Triplet triplet) throws IOException, InterruptedException {
        Encounter encounter = ledger.meet(triplet);
        if (encounter.kind() == Kind.EARLY || encounter.kind() == Kind.PASSED) {
            // Weeks later it would refer to what nobody has any more.
            refer(encounter.firstTrace());
        }
        acquaintances.remember(triplet, encounter);
        Map<String, String> detail = new HashMap<>(Map.of("network", triplet.network()));
        put(detail, "origin", triplet.origin());
        put(detail, "trusted", encounter.trusted());
        if (!encounter.deferred()) {
            if (encounter.kind() == Kind.PASSED) {
                figures.delayed(encounter.since());
                detail.put("seconds", Long.toString(encounter.since().toSeconds()));
            }
            return pass(encounter.kind(), detail);
        }
        figures.met(encounter.kind());
        return deferred(encounter, detail);
    }

    /** To the attempt that this one is a retry of. */
    private static void refer(@Nullable String firstTrace) {
        SpanContext first = Span.fromContext(SpanReference.read(firstTrace)).getSpanContext();
        if (first.isValid()) {
            Span.current().addLink(first);
        }
    }

    private static void put(Map<String, String> detail, String key, @Nullable String value) {
        if (value != null) {
            detail.put(key, value);
        }
    }

    private static Finding deferred(Encounter encounter, Map<String, String> detail) {
        // A sender that comes back when it was told to shall not find that it was a few milliseconds early.
        long seconds = Math.max(1, encounter.left().plusMillis(999).toSeconds());
        detail.put("left", Long.toString(seconds));
        String text = encounter.kind() == Kind.FIRST ? "never met before" : "came back too early";
        return Finding.fail(List.of(new Reason(code(encounter.kind()), text, detail)))
                .score(SCORE)
                .reply(554, "5.7.1", "Greylisted, please try again in " + seconds + " seconds");
    }

    private Finding exempt(String by) {
        figures.exempt(by);
        return new Finding(Outcome.PASS, 0, List.of(new Reason("exempt", "never greylisted", Map.of("by", by))), null);
    }

    private Finding pass(Kind kind, Map<String, String> detail) {
        figures.met(kind);
        return new Finding(Outcome.PASS, 0, List.of(new Reason(code(kind), "met before", detail)), null);
    }

    private static String code(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
