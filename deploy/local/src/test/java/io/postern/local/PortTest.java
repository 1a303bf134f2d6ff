package io.postern.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PortTest {

    @Test
    void offsetMovesEveryPort() {
        assertThat(Port.SMTP.at(0)).isEqualTo(2525);
        assertThat(Port.SMTP.at(100)).isEqualTo(2625);
        assertThat(Port.POSTGRES.at(100)).isEqualTo(15532);
    }

    @Test
    void largestOffsetLeavesEveryPortAPort() {
        assertThat(Arrays.stream(Port.values()).map(port -> port.at(Port.MAX_OFFSET)))
                .allMatch(port -> port <= 65_535);
    }

    @Test
    void offsetBeyondThePortsIsRefused() {
        StackOptions options = StackOptions.of(Path.of("."), Path.of("data"));
        assertThatThrownBy(() -> options.withPortOffset(Port.MAX_OFFSET + 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("port offset");
        assertThatThrownBy(() -> options.withPortOffset(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
