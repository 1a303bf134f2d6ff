package io.postern.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {

    @Test
    void everyOptionIsUnderstood() {
        assertThat(Arguments.parse("up", "--detach", "--trace", "--data", "/tmp/x", "--port-offset", "100"))
                .isEqualTo(new Arguments(Arguments.Command.UP, Path.of("/tmp/x"), 100, true, true));
    }

    @Test
    void nothingIsMovedByDefault() {
        assertThat(Arguments.parse("status")).isEqualTo(new Arguments(Arguments.Command.STATUS, null, 0, false, false));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            go                     | unknown command go, not one of up, down, status, demo
            up --fast              | unknown option --fast
            up --data              | missing: a folder after --data
            up --port-offset ten   | not a number after --port-offset: ten
            down --detach          | --detach goes with up
            demo --trace           | --trace goes with up
            """)
    void mistakeIsNamed(String line, String message) {
        assertThatThrownBy(() -> Arguments.parse(line.split(" ", -1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
