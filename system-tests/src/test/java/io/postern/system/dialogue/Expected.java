package io.postern.system.dialogue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What must be true after a dialogue. As text:
 *
 * <pre>
 * alice holds mail.eml                  this mailbox has got a mail with exactly this content, behind what was put in front
 * bob holds mail.eml other.eml          two mails
 * header Return-Path: &lt;a@b.example&gt;    each of the mails has this field in front; * is anything
 * no header X-Postern-Unchecked         none has
 * </pre>
 *
 * A mailbox that is not named has got nothing.
 *
 * @param holds the contents by mailbox
 */
public record Expected(Map<String, List<byte[]>> holds, List<Field> fields) {

    /** @param pattern of the value; empty: the field must not be there */
    public record Field(String name, Optional<String> pattern) {

        /** Whether the field is as it must be. */
        public boolean matches(Optional<String> value) {
            return pattern.isEmpty()
                    ? value.isEmpty()
                    : value.filter(new Glob(pattern.get())::matches).isPresent();
        }
    }

    public Expected {
        holds = Map.copyOf(holds);
        fields = List.copyOf(fields);
    }

    /** Reads {@code expected.txt} of the folder; without it nothing is delivered. */
    public static Expected read(Path folder) throws IOException {
        Path file = folder.resolve("expected.txt");
        return parse(Files.exists(file) ? Files.readString(file, UTF_8) : "", folder);
    }

    static Expected parse(String text, Path folder) throws IOException {
        Map<String, List<byte[]>> holds = new LinkedHashMap<>();
        List<Field> fields = new ArrayList<>();
        for (String line : text.lines().filter(line -> !line.isBlank()).toList()) {
            if (line.startsWith("header ")) {
                int colon = line.indexOf(':');
                String name = line.substring("header ".length(), colon);
                fields.add(new Field(name, Optional.of(line.substring(colon + 1).strip())));
            } else if (line.startsWith("no header ")) {
                fields.add(new Field(line.substring("no header ".length()), Optional.empty()));
            } else {
                List<String> words = Arrays.asList(line.split(" +"));
                if (words.size() < 3 || !words.get(1).equals("holds")) {
                    throw new IOException("not an expectation: " + line);
                }
                holds.put(words.get(0), contents(words.subList(2, words.size()), folder));
            }
        }
        return new Expected(holds, fields);
    }

    private static List<byte[]> contents(List<String> files, Path folder) throws IOException {
        List<byte[]> contents = new ArrayList<>();
        for (String file : files) {
            contents.add(Files.readAllBytes(folder.resolve(file)));
        }
        return List.copyOf(contents);
    }
}
