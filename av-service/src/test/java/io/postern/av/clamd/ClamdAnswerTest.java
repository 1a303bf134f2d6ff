package io.postern.av.clamd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.av.clamd.ClamdAnswer.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClamdAnswerTest {

    @ParameterizedTest
    @CsvSource({
        "stream: OK, OK,",
        "stream: Win.Test.EICAR_HDB-1 FOUND, FOUND, Win.Test.EICAR_HDB-1",
        "stream: FOUND FOUND, FOUND, FOUND",
        "INSTREAM size limit exceeded. ERROR, TOO_LARGE,",
        "INSTREAM: Can't write to temporary file. ERROR, ERROR, INSTREAM: Can't write to temporary file.",
        "stream: Can't allocate memory ERROR, ERROR, stream: Can't allocate memory",
        "UNKNOWN COMMAND, ERROR, UNKNOWN COMMAND"
    })
    void answersOfClamd(String answer, Kind kind, String about) throws Gibberish {
        assertThat(ClamdAnswer.of(answer)).isEqualTo(new ClamdAnswer(kind, about == null ? "" : about));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "OK",
                "stream:OK",
                "stream: OK ",
                "stream: ok",
                "1: stream: OK",
                "stream: FOUND",
                " FOUND",
                " ERROR",
                "file: Virus FOUND",
                "PONG"
            })
    void anythingElseIsNoAnswer(String answer) {
        assertThatThrownBy(() -> ClamdAnswer.of(answer)).isInstanceOf(Gibberish.class);
    }

    @Test
    void nameIsMadeFitToBeShown() throws Gibberish {
        assertThat(ClamdAnswer.of("stream: a\r\nb\u00e9 FOUND").about()).isEqualTo("a__b_");
        assertThat(ClamdAnswer.of("stream: " + "x".repeat(1_000) + " FOUND").about())
                .hasSize(100);
    }
}
