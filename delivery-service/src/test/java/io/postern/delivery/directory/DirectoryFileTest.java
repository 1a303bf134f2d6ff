package io.postern.delivery.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.postern.delivery.file.InvalidFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /** The text with | for a line end, the line of the mistake, and what is said of it. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
            "";                                                         1; the file is empty
            domains;                                                    1; expected 'domains' with a colon
            "domains:";                                                 1; expected a domain with a colon
            "domain:|  a.test: {mailboxes: []}";                        1; not a key here: 'domain'; known are [domains]
            "domains:|  a.test: {mailboxes: [alice, bob, alice]}";      2; alice@a.test is listed twice
            "domains:|  a.test: {mailboxes: [a]}|  A.test: {mailboxes: [b]}"; 3; a.test is listed twice
            "domains:|  a.test:|    mailbox: [alice]";                  3; not a key here: 'mailbox'; known are [mailboxes, store]
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
