package io.postern.antispam.rule;

import io.postern.antispam.letter.Letter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How strongly each rule holds for a mail, whatever it is worth: what is fitted on. */
public final class Strengths {

    /** Words that are names of the people and machines of the training mails. */
    public static final Set<String> NAMES = Set.of(
            "zzzz",
            "yyyy",
            "recipient",
            "admanmail",
            "btamail",
            "insurancemail",
            "sgo",
            "ssz",
            "href",
            "untitled",
            "icann",
            "bgcolor",
            "nbsp",
            "netnoteinc",
            "spamassassin",
            "taint",
            "example",
            "jmason",
            "fork",
            "razor",
            "exmh",
            "glitchy");

    private static final Set<String> OF_THE_HEADER = Stream.of(
                    HeaderRules.ALL, DateRules.ALL, SenderRules.ALL, RecipientRules.ALL)
            .flatMap(List::stream)
            .map(Rule::name)
            .collect(Collectors.toSet());

    private final Scores shipped = ScoresText.shipped();

    /** @param headless whether the header's rules are left out */
    public Map<String, Double> of(Letter letter, boolean headless) {
        Map<String, Double> strengths = new TreeMap<>(shipped.themes(letter));
        for (Rule rule : Rules.ALL) {
            if (!(headless && OF_THE_HEADER.contains(rule.name()))) {
                strengths.put(rule.name(), rule.strength().of(letter, shipped.lists()));
            }
        }
        return strengths;
    }

    public Set<String> words(Letter letter) {
        return Scores.vocabulary(letter);
    }
}
