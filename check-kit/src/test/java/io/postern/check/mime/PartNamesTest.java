package io.postern.check.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartNamesTest {

    /** Those with an asterisk after RFC 2231 sections 3 and 4. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    attachment; filename=a.pdf                                      | a.pdf
                    attachment; filename="a b.pdf"                                  | a b.pdf
                    attachment; FileName = "a.pdf"                                  | a.pdf
                    attachment; filename="a \\"b\\".pdf"                            | a "b".pdf
                    attachment; filename*=utf-8''%e2%82%ac.exe                      | €.exe
                    attachment; filename*=iso-8859-1'en'%80.exe                     | €.exe
                    attachment; filename*0="ev"; filename*1="il.exe"                | evil.exe
                    attachment; filename*1="il.exe"; filename*0="ev"                | evil.exe
                    attachment; filename*0*=utf-8''ev%69; filename*1=l.exe          | evil.exe
                    attachment; filename="=?utf-8?B?ZXZpbC5leGU=?="                 | evil.exe
                    attachment; filename==?utf-8?Q?evil=2Eexe?=                     | evil.exe
                    attachment; filename="=?utf-8?Q?ev?= =?utf-8?Q?il.exe?="        | evil.exe
                    attachment; filename*=utf-8''%3D%3Futf-8%3FQ%3Fevil.exe%3F%3D   | evil.exe
                    attachment; filename="evil.exe                                  | evil.exe
                    attachment; (filename=evil.exe)                                 | evil.exe)
                    inline                                                          |
                    """)
    void nameIsReadAsItIsWritten(String field, String name) {
        List<String> names = PartNames.of(List.of("Content-Disposition: " + field));
        if (name == null) {
            assertThat(names).isEmpty();
        } else {
            assertThat(names).contains(name);
        }
    }

    @Test
    void eightBitNameIsUtf8OrElseWindows1252() {
        String field = "Content-Disposition: attachment; filename=\"Grüße.exe\"";
        for (byte[] sent : List.of(field.getBytes(UTF_8), field.getBytes(ISO_8859_1))) {
            assertThat(PartNames.of(List.of(new String(sent, ISO_8859_1)))).containsExactly("Grüße.exe");
        }
    }

    @Test
    void allNamesAreThereThatOfTheStandardsFirst() {
        assertThat(PartNames.of(List.of(
                        "Content-Type: application/octet-stream; name=\"c.txt\"",
                        "Content-Disposition: attachment; filename=b.txt;\r\n filename*=utf-8''a.exe")))
                .containsExactly("a.exe", "b.txt", "c.txt");
    }

    @Test
    void nulEndsANameForSome() {
        assertThat(PartNames.of(List.of("Content-Disposition: attachment; filename*=utf-8''a.exe%00.txt")))
                .containsExactly("a.exe", "a.exe.txt");
    }

    @ParameterizedTest
    @CsvSource({
        "a.pdf, a.pdf, false",
        "a.pdf, b.PDF, false",
        "a.pdf, a.exe, true",
        "a.exe, a.exe., false",
        "a, a.exe, true"
    })
    void namesDifferIfTheyEndDifferently(String one, String other, boolean differ) {
        assertThat(PartNames.differ(List.of(one, other))).isEqualTo(differ);
    }

    @Test
    void thereAreNotMoreThanAnybodyNeeds() {
        StringBuilder field = new StringBuilder("Content-Disposition: attachment");
        for (int i = 0; i < 5_000; i++) {
            field.append("; filename=").append(i).append(".txt");
        }
        assertThat(PartNames.of(List.of(field.toString()))).hasSize(20);
    }
}
