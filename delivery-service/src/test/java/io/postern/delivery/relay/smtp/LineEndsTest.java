package io.postern.delivery.relay.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LineEndsTest {

    static Stream<Arguments> contents() {
        return Stream.of(
                arguments("", "", ".\r\n"),
                arguments("a\r\n", "a\r\n", "a\r\n.\r\n"),
                arguments("a", "a\r\n", "a\r\n.\r\n"),
                arguments(".", ".\r\n", "..\r\n.\r\n"),
                arguments(".\r\n", ".\r\n", "..\r\n.\r\n"),
                arguments("..\r\n", "..\r\n", "...\r\n.\r\n"),
                arguments("a.\r\n.b\r\n", "a.\r\n.b\r\n", "a.\r\n..b\r\n.\r\n"),
                // What smuggles a second mail past servers that take other line ends too.
                arguments("a\n.\nMAIL", "a\r\n.\r\nMAIL\r\n", "a\r\n..\r\nMAIL\r\n.\r\n"),
                arguments("a\r.\rMAIL", "a\r\n.\r\nMAIL\r\n", "a\r\n..\r\nMAIL\r\n.\r\n"),
                arguments("a\n.\r\nMAIL", "a\r\n.\r\nMAIL\r\n", "a\r\n..\r\nMAIL\r\n.\r\n"),
                arguments("a\r\n.\nMAIL", "a\r\n.\r\nMAIL\r\n", "a\r\n..\r\nMAIL\r\n.\r\n"),
                arguments("a\r\n.\rMAIL", "a\r\n.\r\nMAIL\r\n", "a\r\n..\r\nMAIL\r\n.\r\n"),
                arguments("a\r\r\n", "a\r\n\r\n", "a\r\n\r\n.\r\n"),
                arguments("a\n\rb", "a\r\n\r\nb\r\n", "a\r\n\r\nb\r\n.\r\n"),
                arguments("a\r", "a\r\n", "a\r\n.\r\n"),
                arguments("a\0b\r\n", "a\0b\r\n", "a\0b\r\n.\r\n"),
                arguments("\u00e9\u00ff\r\n", "\u00e9\u00ff\r\n", "\u00e9\u00ff\r\n.\r\n"));
    }

    @ParameterizedTest
    @MethodSource("contents")
    void onlyWholeLineEndsLeave(String content, String left, String sent) {
        assertThat(leaves(content, 64)).isEqualTo(left);
        assertThat(onTheWire(content, 64)).isEqualTo(sent);
    }

    @Test
    void howeverItIsCutItLeavesTheSame() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            String content = random(random);
            String clean = content.replaceAll("\r\n|\r|\n", "\r\n");
            String ended = clean.isEmpty() || clean.endsWith("\r\n") ? clean : clean + "\r\n";
            String stuffed = ended.replaceAll("(?<![^\n])\\.", "..") + ".\r\n";

            assertThat(leaves(content, 1 + random.nextInt(8))).isEqualTo(ended);
            assertThat(onTheWire(content, 1 + random.nextInt(8))).isEqualTo(stuffed);
        }
    }

    private static String random(Random random) {
        StringBuilder content = new StringBuilder();
        for (int length = random.nextInt(40); length > 0; length--) {
            content.append("\r\n..a\0\u00e9".charAt(random.nextInt(7)));
        }
        return content.toString();
    }

    private static String leaves(String content, int piece) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(content, piece, new CleanLines(out));
        return out.toString(ISO_8859_1);
    }

    private static String onTheWire(String content, int piece) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DotStuffing dots = new DotStuffing(out);
        write(content, piece, new CleanLines(dots));
        try {
            dots.end();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toString(ISO_8859_1);
    }

    private static void write(String content, int piece, CleanLines lines) {
        byte[] bytes = content.getBytes(ISO_8859_1);
        try {
            for (int at = 0; at < bytes.length; at += piece) {
                lines.write(bytes, at, Math.min(piece, bytes.length - at));
            }
            lines.end();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        assertThat(lines.taken()).isEqualTo(bytes.length);
    }
}
