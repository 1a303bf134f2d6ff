package io.postern.rbl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.check.dns.TestNameServer;
import io.postern.check.lists.Standing;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListsFileTest {

    @Test
    void sampleCanBeUsed(@TempDir Path folder) throws Exception {
        String sample = Files.readString(Path.of("../deploy/samples/lists/rbl.yaml"));
        Path key = Files.writeString(folder.resolve("key"), "key");
        Path file = folder.resolve("rbl.yaml");

        Files.writeString(file, sample);
        assertThat(Rig.open(file).inForce().all())
                .extracting(watched -> watched.list().name())
                .containsExactly("dnsbl.test", "dbl.test");
        Files.writeString(
                file,
                sample.replaceAll("(?m)^ +enabled: false$", "").replaceAll("(?m)key-env: .*$", "key-file: " + key));
        assertThat(Rig.open(file).inForce().all()).as("if all are switched on").hasSizeGreaterThan(8);
    }

    @Test
    void badFileAtTheStartIsNamed(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("rbl.yaml");
        assertThatThrownBy(() -> Rig.open(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("postern.rbl.lists-file cannot be read: " + file);
        Files.writeString(file, "lists: [{ zone: a.test, kind: grey }]");
        assertThatThrownBy(() -> Rig.open(file))
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
            assertThat(rig.list("a").list().zone()).hasToString("two.a.test.");
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
