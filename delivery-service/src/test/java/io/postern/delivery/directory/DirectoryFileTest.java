package io.postern.delivery.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.postern.delivery.file.InvalidFile;
import io.postern.delivery.mailbox.Box;
import io.postern.delivery.mailbox.Quota;
import io.postern.delivery.mailbox.TagFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DirectoryFileTest {

    @TempDir
    private Path folder;

    @Test
    void domainsAndMailboxesAreListed() throws IOException {
        Directory directory = read("""
                # our people
                domains:
                  Postern.Test:
                    mailboxes: [alice, Bob.Smith, no, 4711, "J\u00dcrgen"]
                  xn--mller-kva.example:
                    mailboxes: []
                """);

        assertThat(directory.domains()).containsExactly("postern.test", "xn--mller-kva.example");
        assertThat(directory.mailboxes())
                .containsExactly(
                        "alice@postern.test",
                        "bob.smith@postern.test",
                        "no@postern.test",
                        "4711@postern.test",
                        "j\u00fcrgen@postern.test");
        assertThat(directory.lists("ALICE@postern.test")).isTrue();
        assertThat(directory.lists("dave@postern.test")).isFalse();
    }

    @Test
    void namesQuotasAndFoldersAreRead() throws IOException {
        Directory directory = read("""
                domains:
                  postern.test:
                    mailboxes: [alice, bob, carol]
                    aliases:
                      Sales: [alice, bob]
                      info: sales
                      bob: [bob, bob@elsewhere.example]
                    catch-all: carol
                    quota: 2G
                    quotas: {alice: {size: 500M, mails: 1000}, bob: {mails: 7}}
                    delimiters: "+-"
                    tag-folders: create
                  shop.test:
                    mailboxes: [orders]
                    store: lmtp:127.0.0.1:24
                    quota: 1M
                """);

        assertThat(directory.aliases())
                .containsEntry("sales@postern.test", List.of("alice@postern.test", "bob@postern.test"))
                .containsEntry("info@postern.test", List.of("sales@postern.test"))
                .containsEntry("bob@postern.test", List.of("bob@postern.test", "bob@elsewhere.example"))
                .containsEntry("@postern.test", List.of("carol@postern.test"));
        assertThat(directory.box("alice@postern.test", "alice-x+y@postern.test"))
                .isEqualTo(new Box("alice@postern.test", "x+y", TagFolders.CREATE, new Quota(500L << 20, 1000)));
        assertThat(directory.quota("carol@postern.test")).contains(new Quota(2L << 30, 0));
        assertThat(directory.limited())
                .as("what lies in another store is its to limit")
                .containsOnlyKeys("alice@postern.test", "bob@postern.test", "carol@postern.test");
        assertThat(directory.find("dave@postern.test").orElseThrow().name()).isEqualTo("@postern.test");
    }

    /** The text with | for a line end, the line of the mistake, and what is said of it. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
            "";                                                         1; the file is empty
            domains;                                                    1; expected 'domains' with a colon
            "domains:";                                                 1; expected a domain with a colon
            "domain:|  a.test: {mailboxes: []}";                        1; not a key here: 'domain'; known are [domains]
            "domains:|  a.test: {mailboxes: [alice, bob, alice]}";      2; alice@a.test is listed twice
            "domains:|  a.test: {mailboxes: [a]}|  A.test: {mailboxes: [b]}"; 3; a.test is listed twice
            "domains:|  a.test:|    mailbox: [alice]";                  3; not a key here: 'mailbox'; known are [aliases, catch-all, delimiters, mailboxes, quota, quotas, store, tag-folders]
            "domains:|  a.test:|    mailboxes: alice";                  3; expected a list
            "domains:|  a.test:|    mailboxes:|      - a b";            4; not a mailbox: a b
            "domains:|  a.test:|    mailboxes: [alice@a.test]";         3; not a mailbox
            "domains:|  a.test:|    mailboxes: [../etc]";               3; not a mailbox
            "domains:|  a.test:|    mailboxes: [.alice]";               3; not a mailbox
            "domains:|  a.test:|    mailboxes:|      - {name: alice}";  4; expected a mailbox
            "domains:|  -a.test:|    mailboxes: [alice]";               2; not a domain: -a.test
            "domains:|  ../..: {mailboxes: [alice]}";                   2; not a domain
            "domains:|  a.test: {mailboxes: [a]|  b.test: x";           3; expected
            "domains:|  a.test: {mailboxes: [], store: here}";          2; not a store: here; expected lmtp:HOST:PORT or lmtp:/PATH
            "domains:|  a.test: {mailboxes: [], store: lmtp:host}";     2; not HOST:PORT
            "domains:|  a.test: {mailboxes: [a], aliases: {b: [c]}}";   2; b@a.test leads to nobody
            "domains:|  a.test:|    mailboxes: []|    aliases:|      b: c|      c: b"; 5; b@a.test leads to nobody
            "domains:|  a.test: {mailboxes: [a], aliases: {b: []}}";    2; b@a.test stands for 0; it may be 1 to 1000
            "domains:|  a.test: {mailboxes: [a], aliases: {b: [a, a]}}"; 2; b@a.test names a@a.test twice
            "domains:|  a.test: {mailboxes: [a], aliases: {b: a, B: a}}"; 2; alias b@a.test is listed twice
            "domains:|  a.test: {mailboxes: [a], aliases: {b: 'x y@z'}}"; 2; not a name: x y
            "domains:|  a.test: {mailboxes: [a], catch-all: b}";        2; @a.test leads to nobody
            "domains:|  a.test: {mailboxes: [a], quota: lots}";         2; not a size such as 500M or 2G: lots
            "domains:|  a.test: {mailboxes: [a], quota: {}}";           2; a quota without 'size' or 'mails'
            "domains:|  a.test: {mailboxes: [a], quota: {mails: 0}}";   2; not a number from 1
            "domains:|  a.test: {mailboxes: [a], quotas: {b: 1G}}";     2; a quota for nobody: b@a.test is no mailbox
            "domains:|  a.test: {mailboxes: [a], quotas: {a: 1G, A: 2G}}"; 2; a@a.test has two quotas
            "domains:|  a.test: {mailboxes: [a], delimiters: '@'}";     2; not characters that may part a name from a tag
            "domains:|  a.test: {mailboxes: [a], tag-folders: yes}";    2; neither none, existing nor create: yes
            "domains: {}|domains: {}";                                  2; 'domains' is given twice
            """)
    void mistakeIsNamedWithItsLine(String text, int line, String reason) {
        assertThatExceptionOfType(InvalidFile.class)
                .isThrownBy(() -> read(text.replace('|', '\n')))
                .withMessageContaining("directory.yaml, line " + line + ":")
                .withMessageContaining(reason);
    }

    @Test
    void missingFileIsNamed() {
        assertThatExceptionOfType(InvalidFile.class)
                .isThrownBy(() -> DirectoryFile.read(folder.resolve("none.yaml")))
                .withMessageContaining("none.yaml");
    }

    private Directory read(String text) throws IOException {
        Path file = folder.resolve("directory.yaml");
        Files.writeString(file, text);
        return DirectoryFile.read(file);
    }
}
