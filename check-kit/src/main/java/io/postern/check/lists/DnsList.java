package io.postern.check.lists;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/**
 * A list in the DNS (RFC 5782), as the operator describes it.
 *
 * @param name what reply, log and metrics call it
 * @param zone where it is; may have a secret in it, and is shown nowhere
 * @param kind whether being listed speaks against or for a client
 * @param subject what it lists
 * @param families how what it lists is looked up
 * @param testEntry a name that it has, so that one can see that it works; of a list of names
 * @param answers what which answer weighs; the heaviest that fits counts
 * @param text for the reply; {@code null}: what the list itself says
 * @param needed whether without its answer nothing can be told
 * @param secret the key in the zone, {@code null} if there is none
 */
public record DnsList(
        String name,
        Name zone,
        Kind kind,
        Subject subject,
        Set<Family> families,
        Name testEntry,
        List<AnswerRule> answers,
        @Nullable String text,
        boolean needed,
        @Nullable String secret) {

    /** What it means to be listed. */
    public enum Kind {
        BLOCK,
        ALLOW
    }

    public DnsList {
        families = Set.copyOf(families);
        answers = List.copyOf(answers);
    }

    /** What a listing with this answer weighs: more is worse; 0 if the operator does not care for it. */
    public double weight(byte[] answer) {
        double heaviest = 0;
        for (AnswerRule rule : answers) {
            if (rule.weight() > heaviest && rule.matches(answer)) {
                heaviest = rule.weight();
            }
        }
        return kind == Kind.BLOCK ? heaviest : -heaviest;
    }

    /** The answer that weighs most; {@code null} if there is none. */
    @Nullable
    InetAddress heaviest(List<InetAddress> given) {
        InetAddress heaviest = null;
        for (InetAddress answer : given) {
            if (heaviest == null || Math.abs(weight(answer.getAddress())) > Math.abs(weight(heaviest.getAddress()))) {
                heaviest = answer;
            }
        }
        return heaviest;
    }

    /** The most that a listing can weigh. */
    public double most() {
        return answers.stream().mapToDouble(AnswerRule::weight).max().orElse(0);
    }

    /** Whether it is the same thing in the DNS, however it is called and whatever follows from it. */
    boolean sameSource(DnsList other) {
        return zone.equals(other.zone) && subject.equals(other.subject) && families.equals(other.families);
    }

    /** Whether an answer is no listing but says that something is wrong: outside of 127/8, or 127.255.255.x. */
    static boolean isError(byte[] answer) {
        return answer[0] != 127 || (answer[1] == -1 && answer[2] == -1);
    }

    /** A text of the list's without the secret. */
    public String withoutSecret(String said) {
        return secret == null
                ? said
                : Pattern.compile(Pattern.quote(secret), Pattern.CASE_INSENSITIVE)
                        .matcher(said)
                        .replaceAll("...");
    }

    @Override
    public String toString() {
        return name;
    }
}
