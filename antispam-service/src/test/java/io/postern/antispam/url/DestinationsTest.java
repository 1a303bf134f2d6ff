package io.postern.antispam.url;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.antispam.Letters;
import io.postern.antispam.letter.Letter;
import io.postern.antispam.rule.Lists;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationsTest {

    private static final Lists LISTS = new Lists(Map.of("well-known", Set.of("google.com")));

    private static List<Destination> of(Letter letter) {
        return Destinations.of(letter, LISTS, 20);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            http://bad.example                                  | bad.example    | bad.example
            https://WWW.Bad.Example./path?q                     | bad.example    | bad.example
            http://a.b.bad.co.uk/                               | bad.co.uk      | bad.co.uk
            http://anybody.blogspot.com/                        | anybody.blogspot.com | anybody.blogspot.com
            http://paypal.com@bad.example:8080/                 | bad.example    | bad.example
            http://b%61d.example/                               | bad.example    | bad.example
            http:\\\\bad.example\\x                             | bad.example    | bad.example
            http:/bad.example/                                  | bad.example    | bad.example
            //bad.example/x                                     | bad.example    | bad.example
            www.bad.example:80/x                                | bad.example    | bad.example
            ftp://bad.example/x                                 | bad.example    | bad.example
            http://b\u00fccher.example/                         | xn--bcher-kva.example | xn--bcher-kva.example
            http://\uff42ad\u3002example/                       | bad.example    | bad.example
            http://203.0.113.9/x                                | 203.0.113.9    | 9.113.0.203
            http://3405803785/                                  | 203.0.113.9    | 9.113.0.203
            http://0xcb.0.0x71.9/                               | 203.0.113.9    | 9.113.0.203
            http://0313.0.113.011/                              | 203.0.113.9    | 9.113.0.203
            http://203.28937/                                   | 203.0.113.9    | 9.113.0.203
            http://[2001:db8::1]/                               | 2001:db8:0:0:0:0:0:1 | 1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2
            https://google.com/url?q=http%3A%2F%2Fbad.example%2F | bad.example   | bad.example
            https://google.com/amp/s/https://bad.example/        | bad.example   | bad.example
            """)
    void linkIsLookedUpByWhatSomebodyHasRegistered(String link, String shown, String name) {
        List<Destination> found = of(Letters.html("<a href=\"" + link + "\">x</a>"));

        assertThat(found).extracting(Destination::shown).containsExactly(shown);
        assertThat(found).extracting(to -> to.name().toString()).containsExactly(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://google.com/x",
                "https://maps.google.com/",
                "http://localhost/",
                "http://127.0.0.1/",
                "http://10.1.2.3/",
                "http://[::1]/",
                "http://2130706433/",
                "page.html",
                "#top",
                "/path",
                "mailto:carol@bad.example",
                "cid:1@bad.example",
                "http://",
                "http://%",
                "http://a b.example/",
                "http://99999999999999999999/",
                "http://1.2.3.4.5/",
                "http://..../"
            })
    void whatNoListHasIsNotLookedUp(String link) {
        assertThat(of(Letters.html("<a href=\"" + link + "\">x</a>"))).isEmpty();
    }

    @Test
    void everyKindOfLinkCountsAndEachPlaceOnce() {
        Letter letter = Letters.html("""
                <a href="http://one.example/">x</a> <a href="http://www.one.example/again">x</a>
                <img src="http://two.example/x.png"> <form action="http://three.example/"></form> see www.four.example
                """);

        assertThat(of(letter))
                .extracting(Destination::shown)
                .containsExactlyInAnyOrder("one.example", "two.example", "three.example", "four.example");
    }

    @Test
    void noPlaceInAMailIsSafeBehindTheOthers() {
        String links = IntStream.range(0, 60)
                .mapToObj(i -> "http://n" + i + ".example/ ")
                .collect(Collectors.joining());
        Letter letter = Letters.saying(links);

        assertThat(of(letter)).hasSize(20);
        Set<String> drawn = IntStream.range(0, 200)
                .mapToObj(i -> of(letter))
                .flatMap(List::stream)
                .map(Destination::shown)
                .collect(Collectors.toSet());
        assertThat(drawn).as("in 200 draws of a third").hasSize(60);
    }
}
