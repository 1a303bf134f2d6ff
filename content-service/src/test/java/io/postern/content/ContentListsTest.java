package io.postern.content;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.check.file.BadFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentListsTest {

    @TempDir
    Path folder;

    /** Case, white space, width and form do not matter; word boundaries do. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    free money   | get free money now  | true
                    Free Money   | FREE\tMONEY         | true
                    free money   | freemoney           | false
                    free money   | free moneys         | false
                    free money   | carefree money      | false
                    free money   | (free money)        | true
                    free money   | free_money          | false
                    free money   | ｆｒｅｅ ｍｏｎｅｙ         | true
                    free money   | f\u200Bree mo\u00ADney | true
                    ﬁne          | FINE                | true
                    straße       | STRASSE             | true
                    ΣΙΓΜΑΣ       | σιγμας              | true
                    100% off     | now 100% off!       | true
                    100% off     | now 1100% off!      | false
                    c++          | learn C++ today     | true
                    免费          | 现在免费领取          | true
                    бесплатно    | БЕСПЛАТНО!          | true
                    """)
    void phraseOfAPlainListIsFoundAsWholeWords(String phrase, String text, boolean found) throws Exception {
        Path list = list("a.txt", phrase);
        assertThat(Lists.ids(List.of(list), Lists.plain(text)).isEmpty()).isEqualTo(!found);
    }

    @Test
    void entriesAreNamedByListAndLineAndSeveralMayOverlap() throws Exception {
        Path a = list("a.txt", "# comment", "", "free money", "  money now ");
        Path b = list("b.txt", "\uFEFFmoney", "Free Money");
        assertThat(Lists.ids(List.of(a, b), Lists.plain("get free money now")))
                .containsExactlyInAnyOrder("a.txt:3", "a.txt:4", "b.txt:1", "b.txt:2");
    }

    @Test
    void listThatIsNotUtf8IsRefusedWithFileAndLine() throws IOException {
        Path bad = Files.write(folder.resolve("bad.txt"), "fine\nGrüße\n".getBytes(ISO_8859_1));
        refused(bad, bad + ":2: not UTF-8");
    }

    @Test
    void overlongLineIsRefusedWithFileAndLine() throws IOException {
        Path bad = list("bad.txt", "fine", "fine", "x".repeat(1001));
        refused(bad, bad + ":3: longer than 1000 bytes");
    }

    @Test
    void phraseThatNobodyCanSeeIsRefused() throws IOException {
        Path bad = list("bad.txt", "\u200B");
        refused(bad, bad + ":1: a phrase of invisible or control characters");
    }

    private static void refused(Path bad, String message) {
        assertThatThrownBy(() -> ContentLists.read(List.of(bad), 5))
                .isInstanceOf(BadFile.class)
                .hasMessage(message);
    }

    private Path list(String name, String... lines) throws IOException {
        return Files.write(folder.resolve(name), List.of(lines));
    }
}
