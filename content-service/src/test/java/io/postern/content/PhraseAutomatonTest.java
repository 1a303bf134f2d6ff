package io.postern.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PhraseAutomatonTest {

    /** The example of Aho and Corasick's paper. */
    @Test
    void findsSheHeAndHersInUshers() {
        assertThat(search(List.of("he", "she", "his", "hers"), "ushers"))
                .containsExactlyInAnyOrder("she@1", "he@2", "hers@2");
    }

    @Test
    void findsWhatAPlainSearchFinds() {
        Random random = new Random(42);
        for (int round = 0; round < 200; round++) {
            Set<String> phrases = new HashSet<>();
            for (int i = 0; i < 20; i++) {
                phrases.add(letters(random, 1 + random.nextInt(5)));
            }
            String text = letters(random, 200);
            List<String> sorted = phrases.stream().sorted().toList();
            assertThat(search(sorted, text)).containsExactlyInAnyOrderElementsOf(plainSearch(sorted, text));
        }
    }

    @Test
    void tenThousandPhrasesAreFoundAsOneIs() {
        List<String> phrases = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            phrases.add("phrase number " + i);
        }
        assertThat(search(phrases, "this is phrase number 4711 of many"))
                .containsExactlyInAnyOrder(
                        "phrase number 4@8", "phrase number 47@8", "phrase number 471@8", "phrase number 4711@8");
    }

    @Test
    void nothingIsFoundWithoutPhrases() {
        assertThat(search(List.of(), "anything\0")).isEmpty();
    }

    private static List<String> search(List<String> phrases, String text) {
        List<String> found = new ArrayList<>();
        new PhraseAutomaton(phrases).search(text, (phrase, start, end) -> {
            assertThat(text.substring(start, end)).isEqualTo(phrases.get(phrase));
            found.add(phrases.get(phrase) + "@" + start);
        });
        return found;
    }

    private static List<String> plainSearch(List<String> phrases, String text) {
        List<String> found = new ArrayList<>();
        for (String phrase : phrases) {
            for (int at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + 1)) {
                found.add(phrase + "@" + at);
            }
        }
        return found;
    }

    private static String letters(Random random, int length) {
        return random.ints(length, 'a', 'd')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
