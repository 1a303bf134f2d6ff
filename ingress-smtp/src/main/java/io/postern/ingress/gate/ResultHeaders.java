package io.postern.ingress.gate;

import static java.util.Comparator.comparingDouble;

import io.postern.contract.Decision.Action;
import io.postern.contract.Decision.Answer;
import io.postern.contract.MailApproved.HeaderField;
import io.postern.contract.Session;
import io.postern.contract.Verdict;
import io.postern.ingress.policy.Policy;
import io.postern.ingress.policy.Policy.Ruling;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the mail itself tells of its checks, one line a header. */
final class ResultHeaders {

    /** So many reasons at most are told, those that weigh most: a line has 998 characters (RFC 5322 section 2.1.1). */
    private static final int MOST_REASONS = 15;

    private static final int LONGEST_NAME = 50;

    private ResultHeaders() {}

    static List<HeaderField> of(Policy policy, Session session, Ruling ruling, List<Answer> answers) {
        List<HeaderField> headers = new ArrayList<>();
        if (!ruling.unchecked().isEmpty()) {
            headers.add(new HeaderField("X-Postern-Unchecked", String.join(", ", ruling.unchecked())));
        }
        if (ruling.action() == Action.TAG) {
            headers.add(new HeaderField("X-Postern-Flag", "YES, score=" + score(ruling.score())));
        }
        if (policy.tellsScore(ruling, session)) {
            headers.add(new HeaderField("X-Postern-Score", total(ruling, answers)));
        }
        return headers;
    }

    private record Share(String name, double score) {}

    /** {@code 7.5; antispam.subject-shouting=1.5, rbl.listed=6}: the sum, and what it is made of. */
    private static String total(Ruling ruling, List<Answer> answers) {
        List<Share> shares = answers.stream()
                .filter(answer -> answer.rule().awaited())
                .flatMap(answer -> shares(answer).stream())
                .filter(share -> share.score() != 0)
                .sorted(comparingDouble((Share share) -> -Math.abs(share.score())))
                .limit(MOST_REASONS)
                .toList();
        String told = shares.stream()
                .map(share -> share.name() + "=" + score(share.score()))
                .collect(Collectors.joining(", "));
        return told.isEmpty() ? score(ruling.score()) : score(ruling.score()) + "; " + told;
    }

    /** Of a check that does not say what its reasons weigh, the verdict as a whole. */
    private static List<Share> shares(Answer answer) {
        Verdict verdict = answer.verdict();
        if (verdict == null) {
            return List.of();
        }
        double weight = answer.rule().weight();
        double told =
                verdict.reasons().stream().mapToDouble(Verdict.Reason::score).sum();
        return told == 0
                ? List.of(new Share(name(answer.check()), verdict.score() * weight))
                : verdict.reasons().stream()
                        .map(reason -> new Share(name(reason.code()), reason.score() * weight))
                        .toList();
    }

    /** A code comes from another service: here it is no more than a word. */
    private static String name(String code) {
        String word = code.replaceAll("[^A-Za-z0-9._-]", "_");
        return word.substring(0, Math.min(word.length(), LONGEST_NAME));
    }

    private static String score(double score) {
        String text = String.format(Locale.ROOT, "%.2f", score);
        return text.replaceFirst("\\.?0+$", "");
    }
}
