package io.postern.delivery.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.contract.Envelope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpansionTest {

    private static final Map<String, List<String>> ALIASES = Map.of(
            "sales@a.test", List.of("alice@a.test", "bob@a.test"),
            "office@a.test", List.of("sales@a.test", "bob@a.test", "friend@else.test"),
            "info@a.test", List.of("alice+info@a.test"),
            "bob@a.test", List.of("bob@a.test", "bob@else.test"),
            "carol@a.test", List.of("carol@else.test"),
            "one@a.test", List.of("two@a.test", "alice@a.test"),
            "two@a.test", List.of("one@a.test"),
            "circle@a.test", List.of("circle2@a.test"),
            "circle2@a.test", List.of("circle@a.test"),
            "@b.test", List.of("alice@a.test"));

    private static final Directory DIRECTORY = new Directory(
            Map.of("a.test", Domain.USUAL, "b.test", Domain.USUAL),
            Set.of("alice@a.test", "bob@a.test", "carol@a.test", "dave@b.test"),
            Map.of(),
            ALIASES);

    /** Recipients; who gets it, behind a slash for whose sake, * for a name that only stands for others. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            alice@a.test                  | alice@a.test
            Alice@A.test                  | Alice@A.test
            nobody@a.test                 | nobody@a.test
            sales@a.test                  | alice@a.test/sales@a.test bob@a.test/sales@a.test bob@else.test/sales@a.test sales@a.test*
            sales+x@a.test                | alice@a.test/sales+x@a.test bob@a.test/sales+x@a.test bob@else.test/sales+x@a.test sales+x@a.test*
            sales@a.test alice@a.test     | alice@a.test bob@a.test/sales@a.test bob@else.test/sales@a.test sales@a.test*
            office@a.test                 | alice@a.test/office@a.test bob@a.test/office@a.test bob@else.test/office@a.test friend@else.test/office@a.test office@a.test*
            info@a.test                   | alice+info@a.test/info@a.test info@a.test*
            bob@a.test                    | bob@a.test bob@else.test/bob@a.test
            bob+lists@a.test              | bob+lists@a.test bob@else.test/bob+lists@a.test
            carol@a.test                  | carol@else.test/carol@a.test carol@a.test*
            one@a.test                    | alice@a.test/one@a.test one@a.test*
            circle@a.test                 | circle@a.test
            anybody@b.test                | alice@a.test/anybody@b.test anybody@b.test*
            dave@b.test                   | dave@b.test
            friend@else.test              | friend@else.test
            """)
    void everybodyGetsItOnce(String recipients, String expected) {
        List<String> all = Expansion.of(DIRECTORY, envelope(recipients.split(" "))).stream()
                .map(to ->
                        to.address() + (to.original() == null ? "" : "/" + to.original()) + (to.passedOn() ? "*" : ""))
                .toList();

        assertThat(all).containsExactly(expected.split(" "));
    }

    @Test
    void nameThatTheIngressFoundCounts() {
        Envelope envelope = new Envelope(
                "s@c.test",
                List.of(new Envelope.Recipient("postmaster", "sales@a.test", Set.of(), null)),
                false,
                false);

        assertThat(Expansion.of(DIRECTORY, envelope))
                .extracting(Addressee::address)
                .containsExactly("alice@a.test", "bob@a.test", "bob@else.test", "postmaster");
    }

    @Test
    void nameOfTooManyStandsForItself() {
        List<String> many = new ArrayList<>();
        for (int i = 0; i <= Expansion.MOST; i++) {
            many.add("p" + i + "@else.test");
        }

        assertThat(of(Map.of("all@a.test", many), "all@a.test")).containsExactly(Addressee.itself("all@a.test"));
        many.removeLast();
        assertThat(of(Map.of("all@a.test", many), "all@a.test")).hasSize(Expansion.MOST + 1);
    }

    @Test
    void namesOfNamesAreFollowedSoFar() {
        Map<String, List<String>> chain = new LinkedHashMap<>();
        for (int i = 1; i < Expansion.DEEPEST; i++) {
            chain.put("n" + i + "@a.test", List.of("n" + (i + 1) + "@a.test"));
        }
        chain.put("n" + Expansion.DEEPEST + "@a.test", List.of("friend@else.test"));

        assertThat(of(chain, "n1@a.test")).extracting(Addressee::address).contains("friend@else.test");
        chain.put("n0@a.test", List.of("n1@a.test"));
        assertThat(of(chain, "n0@a.test")).containsExactly(Addressee.itself("n0@a.test"));
    }

    private static List<Addressee> of(Map<String, List<String>> aliases, String recipient) {
        return Expansion.of(
                new Directory(Map.of("a.test", Domain.USUAL), Set.of(), Map.of(), aliases), envelope(recipient));
    }

    private static Envelope envelope(String... recipients) {
        return new Envelope(
                "s@c.test",
                Arrays.stream(recipients).map(Envelope.Recipient::new).toList(),
                false,
                false);
    }
}
