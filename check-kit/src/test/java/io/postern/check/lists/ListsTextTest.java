package io.postern.check.lists;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.check.file.BadFile;
import io.postern.check.lists.DnsList.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListsTextTest {

    private static final Keys NONE = new Keys(name -> null);
    private static final Purpose CLIENTS = new Purpose(
            "postern.rbl",
            List.of(new Subject("client", false, true), new Subject("sender", true, false)),
            EnumSet.allOf(Kind.class),
            5,
            5.0);
    private static final Purpose LINKS = new Purpose(
            "postern.antispam.urls", List.of(new Subject("link", true, true)), EnumSet.of(Kind.BLOCK), 1, null);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            lists: [                                                              | line
            listz: []                                                             | listz
            threshold: 0                                                          | threshold
            lists: [~]                                                            | entry 1: no zone
            lists: [{name: a}]                                                    | entry 1: no zone
            lists: [{zone: a.test}, {zone: a.test}]                               | a.test is there twice
            lists: [{zone: a.test, name: "two words"}]                            | entry 1: name
            lists: [{zone: "{key}.a.test", key-env: K}]                           | entry 1: a list with a key needs a name
            lists: [{zone: "{key}.a.test", name: a, key-env: K}]                  | lists.a.key-env: K has no key
            lists: [{zone: "a.test", name: a, key-env: SET}]                      | lists.a.zone: {key}
            lists: [{zone: "{key}.a.test", name: a, key-env: SET, key-file: x}]   | lists.a.key-file, key-env
            lists: [{zone: "{key}.a.test", name: a, key-file: /none/such}]        | lists.a.key-file: cannot be read: /none/such
            lists: [{zone: "{key}.a.test", name: a}]                              | lists.a.zone: {key}
            lists: [{zone: "a..test"}]                                            | lists.a..test.zone: not a domain name
            lists: [{zone: a.test, kind: grey}]                                   | grey
            lists: [{zone: a.test, of: someone}]                                  | someone
            lists: [{zone: a.test, of: sender, ipv6: true}]                       | lists.a.test.ipv4, ipv6
            lists: [{zone: a.test, ipv4: false}]                                  | lists.a.test.ipv4, ipv6: both are false
            lists: [{zone: a.test, test-entry: test.a}]                           | lists.a.test.test-entry: only for lists of names
            lists: [{zone: a.test, of: sender, test-entry: "a..b"}]               | lists.a.test.test-entry: not a domain name
            lists: [{zone: a.test, answers: {"127.0.0.x": 1}}]                    | lists.a.test.answers
            lists: [{zone: a.test, answers: {"127.0.0.2": -1}}]                   | lists.a.test.answers.127.0.0.2
            lists: [{zone: a.test, answers: {"127.0.0.2": }}]                     | lists.a.test.answers.127.0.0.2
            lists: [{zone: a.test, on-error: maybe}]                              | maybe
            """)
    void badListsNameTheFault(String text, String named) {
        Keys keys = new Keys(name -> name.equals("SET") ? "secret" : null);

        assertThatThrownBy(() -> ListsText.parse(text, keys, CLIENTS))
                .isInstanceOf(BadFile.class)
                .hasMessageContaining(named)
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            threshold: 5                               | threshold: there is none
            lists: [{zone: a.test, kind: allow}]       | lists.a.test.kind
            lists: [{zone: a.test, of: sender}]        | lists.a.test.of: none of [link]: sender
            """)
    void whatACheckDoesNotHaveIsNamed(String text, String named) {
        assertThatThrownBy(() -> ListsText.parse(text, NONE, LINKS))
                .isInstanceOf(BadFile.class)
                .hasMessageContaining(named);
    }

    @ParameterizedTest
    @CsvSource({"'', NAME", "ipv4: true, NAME IPV4", "'ipv4: true, ipv6: true', NAME IPV4 IPV6"})
    void listOfLinksHasAddressesOnlyIfItSaysSo(String keys, String families) throws Exception {
        DnsList list = ListsText.parse("lists: [{ zone: a.test, " + keys + " }]", NONE, LINKS)
                .lists()
                .getFirst();

        assertThat(list.families())
                .containsExactlyInAnyOrderElementsOf(Set.of(families.split(" ")).stream()
                        .map(Family::valueOf)
                        .toList());
    }

    @Test
    void testEntryOfAListIsItsOwn() throws Exception {
        List<DnsList> lists = ListsText.parse(
                        "lists: [{ zone: a.test, test-entry: dbltest.com }, { zone: b.test }]", NONE, LINKS)
                .lists();

        assertThat(lists).extracting(list -> list.testEntry().toString()).containsExactly("dbltest.com", "test");
    }

    @Test
    void listThatIsOffNeedsNoKey() throws Exception {
        assertThat(ListsText.parse(
                                "lists: [{ name: a, zone: '{key}.a.test', key-env: K, enabled: false }]", NONE, CLIENTS)
                        .lists())
                .isEmpty();
    }

    @Test
    void emptyFileIsRefusedSinceItMayBeHalfWritten() throws Exception {
        assertThatThrownBy(() -> ListsText.parse("", NONE, CLIENTS)).isInstanceOf(BadFile.class);
        assertThat(ListsText.parse("lists: []", NONE, CLIENTS).lists()).isEmpty();
    }
}
