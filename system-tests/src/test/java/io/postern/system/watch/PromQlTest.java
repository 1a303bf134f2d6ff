package io.postern.system.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PromQlTest {

    @ParameterizedTest
    @MethodSource
    void metricsAreFound(String expression, List<String> metrics) {
        assertThat(PromQl.metrics(expression)).containsExactlyElementsOf(metrics);
    }

    static Stream<Arguments> metricsAreFound() {
        return Stream.of(
                Arguments.of("up", List.of("up")),
                Arguments.of("absent(a_total)", List.of("a_total")),
                Arguments.of("sum by (le, phase) (rate(a_bucket{code=~\"5..\"}[5m]))", List.of("a_bucket")),
                Arguments.of("a{b=\"c}d\"} > 3 * b offset 1d and c", List.of("a", "b", "c")),
                Arguments.of("rate(a[$__rate_interval]) / 0.5", List.of("a")),
                Arguments.of("count(max by (list) (a) == 0) or vector(0)", List.of("a")));
    }

    @Test
    void unknownFunctionIsNoMetric() {
        assertThatThrownBy(() -> PromQl.metrics("rat(a[5m])")).hasMessageContaining("rat");
    }

    @Test
    void rubbishIsSaidToBe() {
        assertThatThrownBy(() -> PromQl.metrics("a ~ b")).hasMessageContaining("~ b");
    }
}
