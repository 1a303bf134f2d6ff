package io.postern.content;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.List;
import java.util.function.Consumer;

/** The regular expressions of a list. Each takes time linear in the length of the text, whatever it is. Immutable. */
final class PatternTable {

    /** An entry and one of its patterns. */
    record Rule(Entry entry, Pattern pattern) {}

    private final Folding folding;
    private final List<Rule> rules;

    PatternTable(Folding folding, List<Rule> rules) {
        this.folding = folding.keepingCase();
        this.rules = List.copyOf(rules);
    }

    int size() {
        return rules.size();
    }

    /** The first place of each is enough. */
    void search(Searched mail, Consumer<Match> found) throws InterruptedException {
        for (Rule rule : rules) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            search(rule, mail, found);
        }
    }

    private void search(Rule rule, Searched mail, Consumer<Match> found) {
        for (Place place : rule.entry().places()) {
            for (Passage passage : mail.passages(place)) {
                Matcher matcher = rule.pattern().matcher(passage.folded(folding));
                if (matcher.find()) {
                    found.accept(new Match(rule.entry(), place, passage.path(), matcher.start()));
                    return;
                }
            }
        }
    }
}
