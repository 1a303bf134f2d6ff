package io.postern.delivery.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CausesTest {

    private final Causes causes = Causes.load();

    @ParameterizedTest
    @MethodSource("replies")
    void whatMailSystemsSayHasItsCause(String cause, String status, String reply) {
        assertThat(causes.of(status, Reply.parse(reply)).name()).isEqualTo(cause);
    }

    @Test
    void everyCauseIsMetBySomeReply() throws IOException {
        Set<String> met = new HashSet<>();
        replies().forEach(reply -> met.add((String) reply.get()[0]));
        assertThat(causes.all().stream().map(Cause::name))
                .allSatisfy(name -> assertThat(met).contains(name));
    }

    @Test
    void everyCauseHasItsOwnNameAndSentence() {
        List<Cause> all = causes.all();
        assertThat(all).extracting(Cause::name).doesNotHaveDuplicates();
        assertThat(all).extracting(Cause::happened).doesNotHaveDuplicates();
        assertThat(all).allSatisfy(cause -> {
            assertThat(cause.happened()).endsWith(".").hasSizeGreaterThan(20);
            assertThat(cause.advice()).endsWith(".").hasSizeGreaterThan(10);
        });
    }

    @Test
    void addressInAReplyIsNoCause() {
        assertThat(causes.of("5.1.1", Reply.parse("550 5.1.1 virus@greylist.example: no"))
                        .name())
                .isEqualTo("user-unknown");
    }

    static Stream<Arguments> replies() throws IOException {
        try (BufferedReader table = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(CausesTest.class.getResourceAsStream("/bounce/replies.txt")),
                StandardCharsets.UTF_8))) {
            return table
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split("\\|", 3))
                    .map(cells -> Arguments.of(cells[0].strip(), cells[1].strip(), cells[2].strip()))
                    .toList()
                    .stream();
        }
    }
}
