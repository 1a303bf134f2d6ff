package io.postern.content;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.check.file.BadFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlListTest {

    private static final String HTML = "Content-Type: text/html; charset=utf-8\r\n\r\n";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    see-through: [homoglyphs]         | cheap pills | сheар рills          | true
                    see-through: [homoglyphs]         | Iris        | ΙRΙS                 | true
                    see-through: []                   | cheap pills | сheар рills          | false
                    see-through: []                   | cheap pills | che\u200Bap pills    | false
                    see-through: [invisible]          | cheap pills | che\u200Bap pi\u034Flls | true
                    see-through: [markup]             | cheap pills | ch<b></b>eap pi<!-- x -->lls | true
                    see-through: [markup]             | cheap pills | che<i style="display:none">x</i>ap pills | true
                    see-through: [invisible]          | cheap pills | ch<b></b>eap pills   | false
                    ignore: [accents, case]           | cafe        | CAFÉ                 | true
                    ignore: [case]                    | cafe        | CAFÉ                 | false
                    ignore: []                        | cafe        | Cafe                 | false
                    match: substrings                 | pill        | pillow               | true
                    match: words                      | pill        | pillow               | false
                    in: [hidden]                      | pill        | <p hidden>pill</p>   | true
                    in: [body]                        | pill        | <p hidden>pill</p>   | false
                    in: [links]                       | evil.example | <a href="http://evil.example/">x</a> | true
                    in: [body]                        | evil.example | <a href="http://evil.example/">x</a> | false
                    in: [headers]                     | text/html   | x                    | true
                    """)
    void operatorChoosesWhatIsTheSame(String setting, String phrase, String body, boolean found) throws Exception {
        String yaml = setting + "\nentries:\n  - '" + phrase + "'\n";
        assertThat(ids(yaml, HTML + body).isEmpty()).isEqualTo(!found);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    extensions: [exe]                 | x.exe                         | true
                    extensions: [.EXE]                | x.ExE                         | true
                    extensions: [exe]                 | x.exe. .                      | true
                    extensions: [exe]                 | dir/x.exe                     | true
                    extensions: [exe]                 | exe                           | false
                    extensions: [exe]                 | x.exe.txt                     | false
                    double-extensions: [exe]          | invoice.pdf.exe               | true
                    double-extensions: [exe]          | invoice.pdf      .exe         | true
                    double-extensions: [exe]          | setup.v2.exe                  | false
                    double-extensions: [exe]          | invoice.exe                   | false
                    types: [application/pdf]          | x                             | false
                    types: ["text/*"]                 | x                             | true
                    {phrases: invoice, in: attachments, match: substrings} | newInvoice.txt | true
                    """)
    void attachmentIsKnownByItsNames(String entry, String name, boolean found) throws Exception {
        String mail =
                "Content-Type: text/plain\r\nContent-Disposition: attachment; filename=\"" + name + "\"\r\n\r\nx\r\n";
        assertThat(ids("entries:\n  - " + entry, mail).isEmpty()).isEqualTo(!found);
    }

    @Test
    void filesInArchivesCount() throws Exception {
        String mail = "Content-Type: application/zip; name=x.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                + zip("docs/invoice.pdf.exe");
        assertThat(ids("""
                        entries:
                          - { id: a, extensions: exe }
                          - { id: b, double-extensions: exe }
                          - { id: c, archived: 'docs/*' }
                          - { id: d, extensions: exe, in: attachments }
                          - { id: e, encrypted: true }
                          - { id: f, types: application/zip }
                          - { id: g, phrases: invoice.pdf, in: archives }
                        """, mail))
                .containsExactlyInAnyOrder("a.yaml:a", "a.yaml:b", "a.yaml:c", "a.yaml:f", "a.yaml:g");
    }

    @Test
    void mailThatIsReadDifferentlyIsAFinding() throws Exception {
        String mail = "Content-Type: multipart/mixed; boundary=a; boundary=b\r\n\r\n--a\r\n\r\nx\r\n--a--\r\n";
        assertThat(ids("entries:\n  - ambiguities: [boundary]\n  - ambiguities: base64\n  - ambiguities: all\n", mail))
                .containsExactly("a.yaml:2", "a.yaml:4");
    }

    @Test
    void patternIsLookedForInLinearTime() throws Exception {
        assertThat(ids("entries:\n  - patterns: '(a+)+$'", "\r\n" + "a".repeat(500_000) + "!"))
                .isEmpty();
        assertThat(ids("entries:\n  - patterns: '\\d{4}-?\\d{4}'", "\r\nnumber 1234-5678\r\n"))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    - fine;  - { patterns: '(' }                    | 3: bad pattern: error parsing regexp: missing closing ): `(`
                    - fine;  - fine;  - { patterns: 'x*' }          | 4: a pattern that is found in everything: x*
                    - { phrases: x, extensions: y }                 | 2: an entry has one of [ambiguities, archived, double-extensions, encrypted, extensions, flags, patterns, phrases, types], and this one has [extensions, phrases]
                    - { phrases: x, colour: red }                   | 2: unknown key colour
                    - { phrases: x, in: cellar }                    | 2: in: unknown: cellar
                    - { phrases: x, score: much }                   | 2: score: not a number of -100 to 100: much
                    - { phrases: x, finding: No Good }              | 2: finding: not of 1 to 40 small letters, digits and hyphens: No Good
                    - { types: x, in: subject }                     | 2: in: this entry cannot look there
                    - { extensions: x, in: [attachments, body] }    | 2: in: this entry cannot look there
                    - { phrases: x, in: mail }                      | 2: in: nowhere
                    - { patterns: x, match: words }                 | 2: match: only for phrases
                    - { encrypted: maybe }                          | 2: encrypted: not true
                    - { id: a b, phrases: x }                       | 2: id: not of 1 to 60 printable characters without spaces: a b
                    - { phrases: [] }                               | 2: phrases: nothing
                    - { ambiguities: odd }                          | 2: ambiguities: unknown: odd
                    - { id: a, phrases: x };  - { id: a, phrases: y } | 3: id is there twice: a
                    """)
    void badEntryIsRefusedWithFileLineAndReason(String entries, String reason) throws IOException {
        Path list = write("entries:\n  " + entries.replace(";", "\n") + "\n");
        assertThatThrownBy(() -> ContentLists.read(List.of(list), 5))
                .isInstanceOf(BadFile.class)
                .hasMessage(list + ":" + reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    color: red          | 1: unknown key color
                    - a                 | 1: not a mapping with entries
                    ignore: [colour]    | ignore: colour is none of [accents, case]
                    entries: 3          | 1: entries: not a list
                    'entries: ['        | 1:
                    """)
    void badListIsRefused(String yaml, String reason) throws IOException {
        Path list = write(yaml + "\n");
        assertThatThrownBy(() -> ContentLists.read(List.of(list), 5))
                .isInstanceOf(BadFile.class)
                .hasMessageContaining(reason);
    }

    @Test
    void emptyListIsOne() throws Exception {
        assertThat(ids("", "\r\nx")).isEmpty();
        assertThat(ids("# nothing\nentries:\n", "\r\nx")).isEmpty();
    }

    private static String zip(String name) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write("x".getBytes(UTF_8));
        }
        return Base64.getMimeEncoder().encodeToString(bytes.toByteArray()) + "\r\n";
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(folder.resolve("a.yaml"), yaml);
    }

    private List<String> ids(String yaml, String mail) throws Exception {
        return Lists.ids(List.of(write(yaml)), mail);
    }
}
