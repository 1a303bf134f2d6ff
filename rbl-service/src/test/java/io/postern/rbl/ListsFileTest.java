package io.postern.rbl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.postern.check.dns.TestNameServer;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListsFileTest {

    private static final Keys NONE = new Keys(name -> null);

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
            lists: [{zone: a.test, answers: {"127.0.0.x": 1}}]                    | lists.a.test.answers
            lists: [{zone: a.test, answers: {"127.0.0.2": -1}}]                   | lists.a.test.answers.127.0.0.2
            lists: [{zone: a.test, answers: {"127.0.0.2": }}]                     | lists.a.test.answers.127.0.0.2
            lists: [{zone: a.test, on-error: maybe}]                              | maybe
            """)
    void badListsNameTheFault(String text, String named) {
        Keys keys = new Keys(name -> name.equals("SET") ? "secret" : null);

        assertThatThrownBy(() -> ListsText.parse(text, keys))
                .isInstanceOf(BadLists.class)
                .hasMessageContaining(named)
                .hasMessageNotContaining("secret");
    }

    @Test
    void listThatIsOffNeedsNoKey() throws Exception {
        assertThat(ListsText.parse("lists: [{ name: a, zone: '{key}.a.test', key-env: K, enabled: false }]", NONE)
                        .lists())
                .isEmpty();
    }

    @Test
    void emptyFileIsRefusedSinceItMayBeHalfWritten() throws Exception {
        assertThatThrownBy(() -> ListsText.parse("", NONE)).isInstanceOf(BadLists.class);
        assertThat(ListsText.parse("lists: []", NONE).lists()).isEmpty();
    }

    @Test
    void sampleCanBeUsed() throws Exception {
        String sample = Files.readString(Path.of("../deploy/samples/lists/rbl.yaml"));

        assertThat(ListsText.parse(sample, NONE).lists())
                .extracting(DnsList::name)
                .containsExactly("dnsbl.test", "dbl.test");
        assertThat(ListsText.parse(sample.replaceAll("(?m)^ +enabled: false$", ""), new Keys(name -> "key"))
                        .lists())
                .as("if all are switched on")
                .hasSizeGreaterThan(8);
    }

    @Test
    void badFileAtTheStartIsNamed(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("rbl.yaml");
        assertThatThrownBy(() -> new ListsFile(Rig.settings(file, 50), Clock.systemUTC(), new SimpleMeterRegistry()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("postern.rbl.lists-file cannot be read: " + file);
        Files.writeString(file, "lists: [{ zone: a.test, kind: grey }]");
        assertThatThrownBy(() -> new ListsFile(Rig.settings(file, 50), Clock.systemUTC(), new SimpleMeterRegistry()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("postern.rbl.lists-file is bad: " + file);
    }

    @Test
    void keyThatComesOrChangesIsNoticed(@TempDir Path folder) throws Exception {
        try (TestNameServer server = new TestNameServer()) {
            Path key = Files.writeString(folder.resolve("key"), "one");
            String text = "lists: [{ name: a, zone: '{key}.a.test', key-file: " + key + " }]";
            Rig rig = new Rig(text, server.address());
            Files.delete(key);
            rig.rewrite(text);
            assertThat(rig.meters.get("postern.rbl.lists.refused").gauge().value())
                    .isEqualTo(1);
            Files.writeString(key, "two");
            rig.lists.readAgainIfChanged();
            assertThat(rig.meters.get("postern.rbl.lists.refused").gauge().value())
                    .isZero();
            assertThat(rig.lists.all().getFirst().list().zone()).hasToString("two.a.test.");
        }
    }

    @Test
    void changedFileIsTakenOverAndABadOneRefused() {
        try (TestNameServer server = new TestNameServer()) {
            server.add("2.0.0.127.a.test.", "A", "127.0.0.2");
            Rig rig = new Rig("lists: [{ zone: a.test }]", server.address());
            Standing known = rig.standing("a.test");

            rig.rewrite("lists: [");
            assertThat(rig.standing("a.test")).isSameAs(known);
            assertThat(rig.meters.get("postern.rbl.lists.refused").gauge().value())
                    .isEqualTo(1);

            rig.rewrite("lists: [{ zone: a.test }, { zone: b.test }]");
            assertThat(rig.standing("a.test")).as("what is known of it stays").isSameAs(known);
            assertThat(rig.standing("b.test").asked())
                    .as("before it was probed")
                    .isFalse();
            assertThat(rig.meters.get("postern.rbl.lists.refused").gauge().value())
                    .isZero();

            rig.rewrite("lists: [{ zone: a.test, text: new }]");
            assertThat(rig.standing("a.test")).as("the same in the DNS").isSameAs(known);
            assertThat(rig.meters
                            .find("postern.rbl.list.in.service")
                            .tag("list", "b.test")
                            .gauge())
                    .as("of a list that is gone")
                    .isNull();
            rig.rewrite("lists: [{ name: a.test, zone: c.test }]");
            assertThat(rig.standing("a.test"))
                    .as("another list by the same name")
                    .isNotSameAs(known);
        }
    }
}
