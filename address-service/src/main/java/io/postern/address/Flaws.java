package io.postern.address;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.postern.address.AddressSettings.Score;
import io.postern.contract.Verdict.PeerReply;
import io.postern.contract.Verdict.Reason;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** Makes reasons of flaws, with the operator's scores, and counts them. */
@Singleton
class Flaws {

    private static final double HIGHEST = 100;
    private static final int REPLY_CODE = 550;

    private final Map<Flaw, Double> scores = new EnumMap<>(Flaw.class);
    private final Map<Flaw, Counter> counters = new EnumMap<>(Flaw.class);

    Flaws(AddressSettings settings, MeterRegistry meters) {
        for (Flaw flaw : Flaw.values()) {
            scores.put(flaw, checked(flaw, score(flaw, settings.score())));
            counters.put(
                    flaw,
                    Counter.builder("postern.address.reasons")
                            .description("What was found, by its code")
                            .tag("code", flaw.code())
                            .register(meters));
        }
    }

    private static double score(Flaw flaw, Score score) {
        return switch (flaw) {
            case NO_REVERSE -> score.noReverse();
            case REVERSE_UNCONFIRMED -> score.reverseUnconfirmed();
            case REVERSE_GENERIC -> score.reverseGeneric();
            case HELO_INVALID -> score.heloInvalid();
            case HELO_OURS -> score.heloOurs();
            case HELO_LITERAL_MISMATCH -> score.heloLiteralMismatch();
            case HELO_UNRESOLVABLE -> score.heloUnresolvable();
            case HELO_INCONSISTENT -> score.heloInconsistent();
            case SENDER_NULL_MX -> score.senderNullMx();
            case SENDER_NO_DOMAIN -> score.senderNoDomain();
            case SENDER_NO_MAIL_HOST -> score.senderNoMailHost();
            case REVERSE_ERROR, HELO_ERROR, SENDER_ERROR -> 0;
        };
    }

    private static double checked(Flaw flaw, double score) {
        if (!(score >= 0 && score <= HIGHEST)) {
            throw new ConfigurationException(
                    "postern.address.score." + flaw.code() + " is not between 0 and 100: " + score);
        }
        return score;
    }

    /**
     * A reason for the verdict.
     *
     * @param about for the client: whatever the reply names
     * @param detail for the operator; of both only what is printable is shown, and not more than a name's length
     */
    Reason reason(Flaw flaw, String about, Map<String, String> detail) {
        requireNonNull(counters.get(flaw)).increment();
        Map<String, String> shown = new HashMap<>();
        detail.forEach((key, value) -> shown.put(key, Shown.of(value)));
        return new Reason(
                flaw.code(),
                flaw.text,
                shown,
                requireNonNull(scores.get(flaw)),
                flaw.error(),
                new PeerReply(REPLY_CODE, flaw.status, flaw.reply(Shown.of(about))));
    }
}
