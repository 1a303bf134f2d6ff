package io.postern.system.walk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files that a page of the documentation shows. A fenced block is a file if the line before it ends with the file's
 * name in bold code style.
 */
public final class Page {

    private static final Pattern FENCE = Pattern.compile("```\\w*");
    private static final Pattern NAME = Pattern.compile(".*\\*\\*`([^`]+)`\\*\\*");

    private final Map<String, String> files;

    private Page(Map<String, String> files) {
        this.files = files;
    }

    public static Page read(Path file) throws IOException {
        return parse(Files.readString(file, UTF_8));
    }

    static Page parse(String markdown) {
        Map<String, String> files = new LinkedHashMap<>();
        List<String> block = new ArrayList<>();
        String name = "";
        boolean inside = false;
        for (String line : markdown.lines().toList()) {
            if (FENCE.matcher(line).matches()) {
                if (inside && !name.isEmpty()) {
                    files.put(name, String.join("\n", block) + "\n");
                }
                inside = !inside;
                block.clear();
            } else if (inside) {
                block.add(line);
            } else if (!line.isBlank()) {
                Matcher named = NAME.matcher(line);
                name = named.matches() ? named.group(1) : "";
            }
        }
        return new Page(files);
    }

    /** Writes the files of one folder below {@code root}, as the page wants them. */
    public void writeFolder(String folder, Path root) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            if (file.getKey().startsWith(folder + "/")) {
                Path target = root.resolve(file.getKey());
                Files.createDirectories(target.resolve(".."));
                Files.writeString(target, file.getValue(), UTF_8);
            }
        }
    }

    /** The file of that name; the page must show it. */
    public String file(String name) {
        String text = files.get(name);
        if (text == null) {
            throw new AssertionError("the page shows no " + name + ", only " + files.keySet());
        }
        return text;
    }
}
