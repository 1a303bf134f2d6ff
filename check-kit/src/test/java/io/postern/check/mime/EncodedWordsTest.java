package io.postern.check.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EncodedWordsTest {

    /** The first five from RFC 2047 section 8. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    =?ISO-8859-1?Q?a?=                            | a
                    =?ISO-8859-1?Q?a?= b                          | a b
                    =?ISO-8859-1?Q?a?=  =?ISO-8859-1?Q?b?=        | ab
                    =?ISO-8859-1?Q?a_b?=                          | a b
                    =?ISO-8859-1?Q?Patrik_F=E4ltstr=F6m?=         | Patrik Fältström
                    x =?utf-8?B?R3LDvMOfZQ==?= y                  | x Grüße y
                    =?utf-8?B?4oI=?= =?utf-8?B?rA==?=             | €
                    =?utf-8?q?=E2=82?= =?UTF-8?q?=AC?=            | €
                    =?utf-8*en?q?hello?=                          | hello
                    =?x-unheard-of?q?plain?=                      | plain
                    =?utf-8?q?with space?=                        | with space
                    =?utf-8?q?=4?= =?utf-8?b?%%%?=                | =4
                    =?utf-8?q?broken                              | =?utf-8?q?broken
                    =?utf-8?z?unknown?=                           | =?utf-8?z?unknown?=
                    a =? b ?= c                                   | a =? b ?= c
                    """)
    void wordsAreDecoded(String raw, String decoded) {
        assertThat(EncodedWords.decode(raw)).isEqualTo(decoded);
    }

    @ParameterizedTest
    @ValueSource(strings = {"=?", "=?a", "=?a?q?", "=?a?q?=?=", "=?a?b?%?= ", "?="})
    void hostileHeaderTakesNoLongerThanAnother(String pattern) {
        String header = pattern.repeat(128 * 1024 / pattern.length());
        assertTimeout(Duration.ofSeconds(10), () -> EncodedWords.decode(header));
    }
}
