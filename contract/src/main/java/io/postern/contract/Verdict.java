package io.postern.contract;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A check's answer to a question. It reports; what follows from it is the policy's to say.
 *
 * @param question the id of the question
 * @param check the name of the check
 * @param instance which instance of it answered
 * @param phase the phase of the question
 * @param outcome what came of it
 * @param score adds to the sum on which the policy has thresholds; more is worse, below 0 speaks for the mail
 * @param reasons what was found, for the operator
 * @param reply what the client should be told if this verdict decides; the policy has a default
 * @param elapsedMicros how long the check worked
 */
public record Verdict(
        String question,
        String check,
        String instance,
        Phase phase,
        Outcome outcome,
        double score,
        List<Reason> reasons,
        @Nullable PeerReply reply,
        long elapsedMicros) {

    /** What came of a check. */
    public enum Outcome {
        /** Nothing against it. */
        PASS,
        /** The check found what it looks for. */
        FAIL,
        /** The check could not tell: its backend is away, or it failed itself. Never a reason to reject. */
        ERROR
    }

    /**
     * One thing found.
     *
     * @param code stable and short, {@code <check>.<what>}: {@code content.phrase}
     * @param text for the operator; never the mail's own text, never a secret
     * @param detail more of it by name: list, entry, part, offset
     * @param score its share of the verdict's score; 0 if the check does not say
     * @param error whether it says that something could not be found out; never a reason to reject
     * @param reply what the client should be told if the policy decides by this reason
     */
    public record Reason(
            String code,
            String text,
            Map<String, String> detail,
            double score,
            boolean error,
            @Nullable PeerReply reply) {

        public Reason {
            requireNonNull(code, "code");
            text = requireNonNullElse(text, "");
            detail = Map.copyOf(requireNonNullElse(detail, Map.of()));
            if (!Double.isFinite(score)) {
                throw new IllegalArgumentException("score is not finite: " + score);
            }
        }

        public Reason(String code, String text, Map<String, String> detail) {
            this(code, text, detail, 0, false, null);
        }

        /** The same with another code. */
        public Reason as(String other) {
            return new Reason(other, text, detail, score, error, reply);
        }
    }

    /**
     * What to tell the client.
     *
     * @param code the reply code if the policy refuses for good (RFC 5321 section 4.2): 550, 552, 554
     * @param status the enhanced status code (RFC 3463) then: 5.7.1. For a deferral the policy makes it 4.x.x
     * @param text one line, without the id, which is added
     */
    public record PeerReply(int code, String status, String text) {
        public PeerReply {
            requireNonNull(status, "status");
            requireNonNull(text, "text");
            if (code < 500 || code > 559 || !status.matches("5\\.\\d{1,3}\\.\\d{1,3}")) {
                throw new IllegalArgumentException("not a permanent reply: " + code + " " + status);
            }
            if (text.isBlank() || !text.chars().allMatch(c -> c >= ' ' && c < 127)) {
                throw new IllegalArgumentException("not one line of printable ASCII: " + text);
            }
        }
    }

    public Verdict {
        requireNonNull(question, "question");
        requireNonNull(check, "check");
        requireNonNull(instance, "instance");
        requireNonNull(phase, "phase");
        requireNonNull(outcome, "outcome");
        reasons = List.copyOf(requireNonNullElse(reasons, List.of()));
        if (!Double.isFinite(score)) {
            throw new IllegalArgumentException("score is not finite: " + score);
        }
    }

    /** The record that brings this verdict to whoever asked. */
    public ProducerRecord<String, byte[]> toRecord(Question asked) {
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(Topics.VERDICTS, asked.replyPartition(), question, Json.write(this));
        WireHeaders.put(record.headers(), WireHeaders.TYPE, "Verdict");
        WireHeaders.put(record.headers(), Question.ASKER, asked.asker());
        WireHeaders.put(
                record.headers(),
                Question.ASKED_AT,
                Long.toString(asked.askedAt().toEpochMilli()));
        return record;
    }
}
