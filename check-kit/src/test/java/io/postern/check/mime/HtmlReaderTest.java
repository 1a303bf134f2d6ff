package io.postern.check.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.postern.check.mime.Link.Kind;
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

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    a<p style="display:none">b</p>c                                  | a c | b
                    a<p style="DISPLAY : none !important">b</p>c                     | a c | b
                    a<span style="font-size:0">b<b>c</b></span>d                     | ad  | bc
                    a<span style="font-size:1px;">b</span>c                          | ac  | b
                    a<span style="font-size:10px">b</span>c                          | abc |
                    a<span style="font-size:0.9em">b</span>c                         | abc |
                    a<div hidden><div>b</div>c</div>d                                | a d | b c
                    a<font color=#fff>b</font>c                                      | ac  | b
                    a<font color="white">b</font>c                                   | ac  | b
                    a<span style="color:rgb(255, 255, 255)">b</span>c                | ac  | b
                    <div style="background:#000"><i style="color:#fff">a</i></div>   | a   |
                    <td bgcolor=black><i style="color:#000000">a</i></td>b           | b   | a
                    a<p style="opacity:0">b<p>c                                      | a c | b
                    a<br style="display:none">b                                      | a b |
                    a<span style="visibility:hidden">b</span>c                       | ac  | b
                    """)
    void whatNobodySeesIsKnownAsHidden(String html, String text, String hidden) {
        HtmlView view = HtmlReader.read(html);
        assertThat(view.text()).isEqualTo(text);
        assertThat(view.hidden()).isEqualTo(hidden == null ? "" : hidden);
    }

    @Test
    void linkHasTheTextThatStandsForIt() {
        HtmlView view = HtmlReader.read("""
                <a href="http://evil.example/?a=1&amp;b=2">http://<b>good</b>.example/</a>
                <a href=x><img src="cid:1" alt="press here"></a>
                <form action='http://evil.example/post'><a href="mailto:a@b">never closed
                """);
        assertThat(view.links())
                .containsExactly(
                        new Link(Kind.ANCHOR, "http://evil.example/?a=1&b=2", "http://good.example/"),
                        new Link(Kind.IMAGE, "cid:1", "press here"),
                        new Link(Kind.ANCHOR, "x", ""),
                        new Link(Kind.FORM, "http://evil.example/post", ""),
                        new Link(Kind.ANCHOR, "mailto:a@b", "never closed"));
        assertThat(view.tags()).containsEntry("a", 3).containsEntry("img", 1);
    }

    @Test
    void markupWithinAWordIsASeam() {
        HtmlView view = HtmlReader.read("vi<b>ag</b>ra <i>now</i>, che<!-- x -->ap<p>er");
        assertThat(view.text()).isEqualTo("viagra now, cheap er");
        assertThat(view.seams()).containsExactly(2, 4, 15);
    }

    /** A tree as HTML 5 prescribes it takes a minute for the first. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<i><table>",
                "<div>",
                "<",
                "<!--",
                "<!",
                "</",
                "&",
                "<a b='",
                "<script>",
                "</script",
                "<a =\"",
                "&<b>",
                "&amp;<i>",
                "a<b>a<b>",
                "<a href=x>",
                "<p style='color:red;display:none'>",
                "</p>",
                "<b x x x x x x>"
            })
    void hostileMegabyteTakesNoLongerThanAnother(String pattern) {
        String html = pattern.repeat(MEGABYTE / pattern.length());
        assertTimeout(Duration.ofSeconds(10), () -> HtmlReader.read(html).text());
    }

    @Test
    void emptyIsEmpty() {
        assertThat(HtmlReader.read("").text()).isEmpty();
    }
}
