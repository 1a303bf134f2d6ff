package io.postern.check.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlReaderTest {

    private static final int MEGABYTE = 1024 * 1024;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    plain                                    | plain
                    <p>one</p><p>two</p>                     | one two
                    one<br>two                               | one two
                    vi<b></b>ag<SPAN class=x>ra</SPAN>       | viagra
                    via<!-- hidden -->gra                    | viagra
                    a &lt; b &amp; c&nbsp;d &#101; &#x66;    | a < b & c d e f
                    <a href="x>y" title='>'>link</a>         | link
                    it's <i title=don't>fine</i>             | it's fine
                    <style>p{}</style>x<script>a<b</SCRIPT>y | x y
                    1 < 2 and 3 <4                           | 1 < 2 and 3 <4
                    <!DOCTYPE html><?xml version="1.0"?>x    | x
                    x<!-- never closed                       | x
                    x<a href="never closed>y                 | x
                    x<script>never closed                    | x
                    x<                                       | x<
                    """)
    void textIsWhatABrowserShows(String html, String text) {
        assertThat(HtmlReader.read(html).text()).isEqualTo(text);
    }

    /** A tree as HTML 5 prescribes it takes a minute for the first. */
    @ParameterizedTest
    @ValueSource(
            strings = {"<i><table>", "<div>", "<", "<!--", "<!", "</", "&", "<a b='", "<script>", "</script", "<a =\""})
    void hostileMegabyteTakesNoLongerThanAnother(String pattern) {
        String html = pattern.repeat(MEGABYTE / pattern.length());
        assertTimeout(Duration.ofSeconds(10), () -> HtmlReader.read(html).text());
    }

    @Test
    void emptyIsEmpty() {
        assertThat(HtmlReader.read("").text()).isEmpty();
    }
}
