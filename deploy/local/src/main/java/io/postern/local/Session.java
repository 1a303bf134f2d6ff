package io.postern.local;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Puts a process into a session of its own, where the terminal's Ctrl-C and its closing do not reach it. */
final class Session {

    /** What to put before a command; nothing on systems without {@code setsid}. */
    static final List<String> OF_ITS_OWN = onPath("setsid") ? List.of("setsid") : List.of();

    private Session() {}

    private static boolean onPath(String program) {
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(System.getenv().getOrDefault("PATH", ""))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
