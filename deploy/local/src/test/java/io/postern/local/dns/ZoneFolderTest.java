package io.postern.local.dns;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

class ZoneFolderTest {

    private static final String SOA = "@ 60 SOA localhost. admin.test. 1 3600 600 86400 10\n";

    @TempDir
    Path folder;

    private final List<String> log = new ArrayList<>();
    private Instant modified = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void zoneIsNamedAsItsFile() throws Exception {
        write("a.test.zone", SOA + "www 60 A 127.0.0.1\n");
        assertThat(address(open(), "www.a.test.")).isEqualTo("127.0.0.1");
        assertThat(log).containsExactly("zones read folder=" + folder + " zones=1 records=2");
    }

    @Test
    void originInTheFileWins() throws Exception {
        write("any name.zone", "$ORIGIN b.test.\n" + SOA + "www 60 A 127.0.0.1\n");
        assertThat(address(open(), "www.b.test.")).isEqualTo("127.0.0.1");
    }

    @Test
    void otherFilesAreLeftAlone() throws Exception {
        write("a.test.zone", SOA);
        write("a.test.zone~", "rubbish");
        write("readme.txt", "rubbish");
        Files.createDirectory(folder.resolve("old.zone"));
        assertThat(open().zone(Name.fromString("a.test."))).isPresent();
    }

    @Test
    void changeIsReadAgain() throws Exception {
        write("a.test.zone", SOA + "www 60 A 127.0.0.1\n");
        ZoneFolder zones = open();
        write("a.test.zone", SOA + "www 60 A 127.0.0.2\n");
        write("b.test.zone", SOA + "www 60 A 127.0.0.3\n");
        zones.readAgainIfChanged();
        assertThat(address(zones, "www.a.test.")).isEqualTo("127.0.0.2");
        assertThat(address(zones, "www.b.test.")).isEqualTo("127.0.0.3");
    }

    @Test
    void whatHasNotChangedIsNotReadAgain() throws Exception {
        write("a.test.zone", SOA);
        ZoneFolder zones = open();
        zones.readAgainIfChanged();
        assertThat(log).hasSize(1);
    }

    @Test
    void removedZoneIsServedNoMore() throws Exception {
        write("a.test.zone", SOA);
        ZoneFolder zones = open();
        Files.delete(folder.resolve("a.test.zone"));
        zones.readAgainIfChanged();
        assertThat(zones.zone(Name.fromString("a.test."))).isEmpty();
    }

    @Test
    void badFileIsRefusedAndItsLastGoodVersionStays() throws Exception {
        write("a.test.zone", SOA + "www 60 A 127.0.0.1\n");
        write("b.test.zone", SOA + "www 60 A 127.0.0.1\n");
        ZoneFolder zones = open();
        write("a.test.zone", SOA + "www 60 A 127.0.0.2\nwww 60 A 127.0.0.300\n");
        write("b.test.zone", SOA + "www 60 A 127.0.0.2\n");
        zones.readAgainIfChanged();
        assertThat(address(zones, "www.a.test.")).isEqualTo("127.0.0.1");
        assertThat(address(zones, "www.b.test.")).isEqualTo("127.0.0.2");
        assertThat(log)
                .filteredOn(line -> line.contains("refused"))
                .containsExactly("zone refused, the last good one stays: " + folder.resolve("a.test.zone")
                        + ":3: Invalid address: 127.0.0.300");
    }

    @Test
    void badFileIsToldOfOnceAndCanBeMended() throws Exception {
        write("a.test.zone", SOA);
        ZoneFolder zones = open();
        write("b.test.zone", "rubbish");
        zones.readAgainIfChanged();
        write("a.test.zone", SOA + "www 60 A 127.0.0.1\n");
        zones.readAgainIfChanged();
        assertThat(log).filteredOn(line -> line.contains("refused")).hasSize(1);
        assertThat(address(zones, "www.a.test.")).isEqualTo("127.0.0.1");
        write("b.test.zone", SOA + "www 60 A 127.0.0.2\n");
        zones.readAgainIfChanged();
        assertThat(address(zones, "www.b.test.")).isEqualTo("127.0.0.2");
    }

    @Test
    void zoneOfTwoFilesIsTheFirst() throws Exception {
        write("a.test.zone", SOA + "www 60 A 127.0.0.1\n");
        write("b.test.zone", SOA + "www 60 A 127.0.0.2\n");
        ZoneFolder zones = open();
        write("b.test.zone", "$ORIGIN a.test.\n" + SOA + "www 60 A 127.0.0.3\n");
        zones.readAgainIfChanged();
        assertThat(address(zones, "www.a.test.")).isEqualTo("127.0.0.1");
        assertThat(address(zones, "www.b.test.")).isEqualTo("127.0.0.2");
        assertThat(log)
                .contains("zone refused, the last good one stays: " + folder.resolve("b.test.zone")
                        + ": the zone a.test. is in another file already");
    }

    @Test
    void folderThatVanishesIsToldOfOnce() throws Exception {
        write("a.test.zone", SOA);
        ZoneFolder zones = open();
        Files.delete(folder.resolve("a.test.zone"));
        Files.delete(folder);
        zones.readAgainIfChanged();
        zones.readAgainIfChanged();
        assertThat(zones.zone(Name.fromString("a.test."))).isPresent();
        assertThat(log).hasSize(2).last().asString().startsWith("zone refused, the last good one stays: " + folder);
    }

    @Test
    void withoutAFolderThereIsNoStart() {
        Path nowhere = folder.resolve("nowhere");
        assertThatThrownBy(() -> ZoneFolder.open(nowhere, log::add))
                .isInstanceOf(BadZone.class)
                .hasMessageStartingWith(nowhere + ": ");
    }

    /** Each behind a SOA, but for the last two. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            www 60 A 127.0.0                            | :2: Invalid address: 127.0.0
            www 60 GOLD 1                               | :2: Invalid type 'GOLD'
            www 60 TXT hello )                          | :2: invalid close parenthesis
            $INCLUDE /etc/passwd                        | :2: $INCLUDE encountered, but processing disabled in strict mode
            $GENERATE 1-4000000000 $ 60 A 127.0.0.1     | : more than 100000 records
            www.b.test. 60 A 127.0.0.1                  | : www.b.test. A is not in the zone a.test.
            www 60 CH TXT hello                         | : www.a.test. TXT is not of the class IN
            sub 60 NS ns.b.test.                        | : sub.a.test. NS points to another zone, which is not served here
            sub 60 DNAME b.test.                        | : sub.a.test. DNAME points to another zone, which is not served here
            @ 60 SOA other. admin. 2 3600 600 86400 10  | : a.test. SOA is one too many
            @ 60 CNAME b.test.                          | : a.test. CNAME is not the only record of its name
            """)
    void zoneThatCannotBeServedRefusesTheStart(String line, String reason) throws IOException {
        write("a.test.zone", SOA + line + "\n");
        assertThatThrownBy(this::open)
                .isInstanceOf(BadZone.class)
                .hasMessageStartingWith(folder.resolve("a.test.zone") + reason);
    }

    @ParameterizedTest
    @CsvSource({"'', the first record is not a SOA", "@ 60 A 127.0.0.1, the first record is not a SOA"})
    void zoneBeginsWithItsSoa(String line, String reason) throws IOException {
        write("a.test.zone", line + "\n");
        assertThatThrownBy(this::open)
                .isInstanceOf(BadZone.class)
                .hasMessage(folder.resolve("a.test.zone") + ": " + reason);
    }

    /** A good file in which a few characters are wrong is read or refused, and nothing else. */
    @Test
    void everyTextIsSurvived() throws Exception {
        Random random = new Random(20_250_101);
        byte[] good = (SOA + "$TTL 60\n* MX 10 mail\nmail A 127.0.0.1 ; note\n AAAA ::1\nt TXT ( \"x\" y )\n"
                        + "$GENERATE 1-9/2 h$ A 127.0.0.$\n")
                .getBytes(UTF_8);
        byte[] wrongs = "ab1.$@*;()\"\\ \t\n\r\0é".getBytes(UTF_8);
        Path file = folder.resolve("a.test.zone");
        Files.write(file, good);
        assertThat(ZoneFile.read(file).size()).isEqualTo(10);
        int refused = 0;
        for (int i = 0; i < 5_000; i++) {
            byte[] damaged = good.clone();
            for (int wrong = random.nextInt(3); wrong > 0; wrong--) {
                damaged[random.nextInt(damaged.length)] = wrongs[random.nextInt(wrongs.length)];
            }
            Files.write(file, damaged);
            try {
                assertThat(ZoneFile.read(file).size()).isPositive();
            } catch (BadZone e) {
                assertThat(e).hasMessageStartingWith(file.toString());
                refused++;
            }
        }
        assertThat(refused).isBetween(500, 4_500);
    }

    private ZoneFolder open() throws BadZone {
        return ZoneFolder.open(folder, log::add);
    }

    /** With a time of its own: the clock of a file system may be coarse. */
    private void write(String file, String text) throws IOException {
        modified = modified.plusSeconds(1);
        Files.writeString(folder.resolve(file), text);
        Files.setLastModifiedTime(folder.resolve(file), FileTime.from(modified));
    }

    private static String address(ZoneFolder zones, String name) throws Exception {
        Name asked = Name.fromString(name);
        List<Record> found =
                zones.zone(asked).orElseThrow().answer(asked, Type.A).records();
        assertThat(found).hasSize(1);
        return found.getFirst().rdataToString();
    }
}
