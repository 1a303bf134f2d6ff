package io.postern.content;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.postern.check.mime.MimeView;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Makes checks out of lists. */
final class Lists {

    private Lists() {}

    static ListFolder folder(Path dir) {
        return new ListFolder(settings(dir), new SimpleMeterRegistry());
    }

    /** Which entries are found in a mail: {@code list:id}. */
    static List<String> ids(List<Path> lists, String mail) throws Exception {
        MimeView view = MimeView.read(new ByteArrayInputStream(mail.getBytes(UTF_8)));
        return ContentLists.read(lists, 5).search(view).stream()
                .map(match -> match.entry().list() + ":" + match.entry().id())
                .toList();
    }

    /** A mail of nothing but a text. */
    static String plain(String text) {
        return "Content-Type: text/plain; charset=utf-8\r\n\r\n" + text;
    }

    static ContentCheck check(String... phrases) {
        return check("phrases.txt", String.join("\n", phrases));
    }

    static ContentCheck yaml(String list) {
        return check("list.yaml", list);
    }

    private static ContentCheck check(String name, String list) {
        try {
            Path dir = Files.createTempDirectory("lists");
            Path file = Files.writeString(dir.resolve(name), list);
            ContentCheck check = new ContentCheck(folder(dir));
            Files.delete(file);
            Files.delete(dir);
            return check;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ContentSettings settings(Path dir) {
        return new ContentSettings() {
            @Override
            public Path listsDir() {
                return dir;
            }

            @Override
            public Duration reload() {
                return Duration.ofSeconds(1);
            }

            @Override
            public double score() {
                return 5;
            }
        };
    }
}
