package io.postern.content;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.content.PhraseLists.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhraseListsTest {

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
    void phraseIsFoundAsWholeWords(String phrase, String text, boolean found) throws Exception {
        assertThat(search(list("a.txt", phrase), text).isEmpty()).isEqualTo(!found);
    }

    @Test
    void entriesAreNamedByListAndLineAndSeveralMayOverlap() throws Exception {
        Path a = list("a.txt", "# comment", "", "free money", "  money now ");
        Path b = list("b.txt", "\uFEFFmoney", "Free Money");
        assertThat(search(List.of(a, b), "get free money now"))
                .containsExactlyInAnyOrder(
                        new Entry("a.txt", 3), new Entry("b.txt", 2), new Entry("b.txt", 1), new Entry("a.txt", 4));
    }

    @Test
    void listThatIsNotUtf8IsRefusedWithFileAndLine() throws IOException {
        Path bad = Files.write(folder.resolve("bad.txt"), "fine\nGrüße\n".getBytes(ISO_8859_1));
        assertThatThrownBy(() -> PhraseLists.read(List.of(bad)))
                .isInstanceOf(BadList.class)
                .hasMessage(bad + ":2: not UTF-8");
    }

    @Test
    void overlongLineIsRefusedWithFileAndLine() throws IOException {
        Path bad = list("bad.txt", "fine", "fine", "x".repeat(1001));
        assertThatThrownBy(() -> PhraseLists.read(List.of(bad))).hasMessage(bad + ":3: longer than 1000 bytes");
    }

    @Test
    void phraseThatNobodyCanSeeIsRefused() throws IOException {
        Path bad = list("bad.txt", "\u200B");
        assertThatThrownBy(() -> PhraseLists.read(List.of(bad)))
                .hasMessageContaining("bad.txt:1: a phrase of invisible");
    }

    private Path list(String name, String... lines) throws IOException {
        return Files.write(folder.resolve(name), List.of(lines));
    }

    private static List<Entry> search(Path list, String text) throws BadList {
        return search(List.of(list), text);
    }

    private static List<Entry> search(List<Path> lists, String text) throws BadList {
        List<Entry> found = new ArrayList<>();
        PhraseLists.read(lists).search(text, (entry, offset) -> found.add(entry));
        return found;
    }
}
