package io.postern.delivery.directory;

import static java.util.stream.Collectors.joining;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One who gets a mail in the end, or a name that stands for several such.
 *
 * @param address of whom
 * @param original the recipient of the envelope for whose sake; {@code null} if it is the address itself
 * @param standsFor whom the address stands for; empty if it stands for itself
 * @param among how many get the mail for the sake of the same recipient; 0 if nobody else is meant
 */
public record Addressee(String address, @Nullable String original, List<String> standsFor, int among) {

    private static final int SHOWN = 10;

    static Addressee itself(String address) {
        return new Addressee(address, null, List.of(), 0);
    }

    static Addressee name(String address, List<String> standsFor) {
        return new Addressee(address, null, List.copyOf(standsFor), standsFor.size());
    }

    /** Whether the address only stands for others: nothing is to be delivered to it itself. */
    public boolean passedOn() {
        return !standsFor.isEmpty();
    }

    /** To whom, for the operator. */
    public String detail() {
        String shown = standsFor.stream().limit(SHOWN).collect(joining(", ", "to ", ""));
        return standsFor.size() <= SHOWN ? shown : shown + " and " + (standsFor.size() - SHOWN) + " more";
    }
}
