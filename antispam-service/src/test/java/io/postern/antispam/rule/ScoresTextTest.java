package io.postern.antispam.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.antispam.Letters;
import io.postern.check.file.BadFile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScoresTextTest {

    private static final Scores SHIPPED = ScoresText.shipped();

    private static Scores parse(String yaml) throws BadFile {
        return ScoresText.parse(yaml, SHIPPED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing", "scores: {}"})
    void whatSaysNothingChangesNothing(String yaml) throws BadFile {
        assertThat(parse(yaml).scores()).isEqualTo(SHIPPED.scores());
    }

    @Test
    void aScoreReplacesAScoreAndAListAList() throws BadFile {
        Scores own = parse("scores: {date-missing: 7.5}\nlists: {shorteners: [Short.Example]}");
        assertThat(own.of("date-missing")).isEqualTo(7.5);
        assertThat(own.of("gtube")).isEqualTo(1000);
        assertThat(own.lists().of("shorteners")).containsExactly("short.example");
        assertThat(own.lists().of("freemail")).contains("gmail.com");
    }

    @Test
    void aThemeOfTheOperatorsOwnIsARule() throws BadFile {
        Scores own = parse("phrases: {watches: [replica watch, swiss made]}\nscores: {words-watches: 2}");
        assertThat(own.judge(Letters.saying("A Replica\nWatch, Swiss made!")))
                .extracting(Hit::rule, Hit::score)
                .contains(org.assertj.core.groups.Tuple.tuple("words-watches", 0.88));
        assertThat(own.judge(Letters.saying("A replica of the watch")))
                .extracting(Hit::rule)
                .doesNotContain("words-watches");
    }

    @ParameterizedTest
    @CsvSource({
        "subject, ^Lunch",
        "from, client\\.example",
        "body, usual place",
        "header, ^message-id: <1@",
        "link, ^https://a\\.example/x",
    })
    void aPatternOfTheOperatorsOwnIsARule(String place, String pattern) throws BadFile {
        Scores own = parse("patterns: [{name: own, in: " + place + ", pattern: '" + pattern + "', score: 3}]");
        assertThat(own.judge(Letters.saying("At the usual place https://a.example/x")))
                .extracting(Hit::rule)
                .contains("own");
        assertThat(own.judge(Letters.letter("Subject: other\n\nother")))
                .extracting(Hit::rule)
                .doesNotContain("own");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    scores:~  date-mising: 1              | line 2: no rule is named date-mising
                    scores:~  date-missing: much          | line 2: much is not a number
                    scores:~  date-missing: 123456        | line 2: 123456 is not between -9999 and 9999
                    scores: [1]                           | line 1: keys with values expected
                    score: {date-missing: 1}              | line 1: score is none of limits, lists, patterns, phrases, scores, words
                    limits: {spam: -1}                    | line 1: limits are spam, ham and words, and none is below 0
                    limits: {other: 1}                    | line 1: limits are spam, ham and words, and none is below 0
                    lists:~  shorteners: bit.ly           | line 2: a list expected
                    phrases:~  own:~    - '!!'            | line 3: a phrase has from 1 to 10 words
                    patterns:~  - {name: own, in: body}   | line 2: the pattern has no pattern
                    patterns:~  - {name: own, in: bode, pattern: x, score: 1} | line 2: not subject, from, body, header or link: bode
                    patterns:~  - {name: own, in: body, pattern: '(x', score: 1} | line 2: bad pattern: missing closing )
                    patterns:~  - {name: gtube, in: body, pattern: x, score: 1} | line 2: not a name for a rule of one's own: gtube
                    scores: {date-missing: 1~             | line 2: expected ',' or '}', but got <stream end>
                    scores: {date-missing: 1}~scores: {}  | line 2: scores is there twice
                    """)
    void whatMakesNoSenseIsToldWithItsLine(String yaml, String problem) {
        assertThatThrownBy(() -> parse(yaml.replace('~', '\n')))
                .isInstanceOf(BadFile.class)
                .hasMessage(problem);
    }

    @Test
    void aRuleThatThrowsIsToldAndPassedOver() throws BadFile {
        Rule bug = new Rule("date-missing", "a bug", (letter, lists) -> {
            throw new IllegalStateException("secret");
        });
        List<Hit> hits = parse("scores: {date-missing: 1}")
                .judge(Letters.with("Subject: ADV: x"), List.of(bug, rule("subject-advert")));
        assertThat(hits).extracting(Hit::rule).contains("date-missing", "subject-advert");
        assertThat(hits).filteredOn(Hit::failed).singleElement().satisfies(hit -> {
            assertThat(hit.score()).isZero();
            assertThat(hit.text()).isEqualTo("the rule failed: IllegalStateException");
        });
    }

    private static Rule rule(String name) {
        return Rules.ALL.stream()
                .filter(rule -> rule.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatSpeaksForAMailIsLimited() throws BadFile {
        Scores own = parse("limits: {ham: 2}\nscores: {answer: -5, subject-advert: 4}");
        List<Hit> hits = List.of(Hit.of("answer", -5, ""), Hit.of("subject-advert", 4, ""));
        assertThat(own.sum(hits)).isEqualTo(2);
    }
}
