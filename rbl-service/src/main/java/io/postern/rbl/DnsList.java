package io.postern.rbl;

import java.net.InetAddress;
import java.util.List;
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
 * @param ipv4 whether it lists IPv4 addresses
 * @param ipv6 whether it lists IPv6 addresses
 * @param answers what which answer weighs; the heaviest that fits counts
 * @param text for the reply; {@code null}: what the list itself says
 * @param needed whether without its answer nothing can be told
 * @param secret the key in the zone, {@code null} if there is none
 */
record DnsList(
        String name,
        Name zone,
        Kind kind,
        Subject subject,
        boolean ipv4,
        boolean ipv6,
        List<AnswerRule> answers,
        @Nullable String text,
        boolean needed,
        @Nullable String secret) {

    /** What it means to be listed. */
    enum Kind {
        BLOCK,
        ALLOW
    }

    /** What a list lists. */
    enum Subject {
        /** Addresses of clients. */
        CLIENT,
        /** Domains of senders. */
        SENDER,
        /** HELO names. */
        HELO
    }

    /** Whether it lists addresses, rather than names. */
    boolean ofAddresses() {
        return subject == Subject.CLIENT;
    }

    /** What a listing with this answer weighs: more is worse; 0 if the operator does not care for it. */
    double weight(byte[] answer) {
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
    double most() {
        return answers.stream().mapToDouble(AnswerRule::weight).max().orElse(0);
    }

    /** Whether it is the same thing in the DNS, however it is called and whatever follows from it. */
    boolean sameSource(DnsList other) {
        return zone.equals(other.zone) && subject == other.subject && ipv4 == other.ipv4 && ipv6 == other.ipv6;
    }

    /** Whether an answer is no listing but says that something is wrong: outside of 127/8, or 127.255.255.x. */
    static boolean isError(byte[] answer) {
        return answer[0] != 127 || (answer[1] == -1 && answer[2] == -1);
    }

    /** A text of the list's without the secret. */
    String withoutSecret(String said) {
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
