package io.postern.local;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for on the command line.
 *
 * @param data the folder, or {@code null} for {@code .postern} in the checkout
 * @param trace whether traces are shown
 */
record Arguments(Command command, @Nullable Path data, int portOffset, boolean detach, boolean trace) {

    enum Command {
        UP,
        /** The stack that {@code up --detach} leaves behind. */
        SERVE,
        DOWN,
        STATUS,
        DEMO
    }

    /** @throws IllegalArgumentException with a text for the person who typed it */
    static Arguments parse(String... words) {
        Iterator<String> rest = Arrays.asList(words).iterator();
        Command command = command(next(rest, "a command"));
        Path data = null;
        int offset = 0;
        boolean detach = false;
        boolean trace = false;
        while (rest.hasNext()) {
            String option = rest.next();
            switch (option) {
                case "--data" -> data = Path.of(next(rest, "a folder after --data"));
                case "--port-offset" -> offset = offset(next(rest, "a number after --port-offset"));
                case "--detach" -> detach = true;
                case "--trace" -> trace = true;
                default -> throw new IllegalArgumentException("unknown option " + option);
            }
        }
        if (detach && command != Command.UP) {
            throw new IllegalArgumentException("--detach goes with up");
        }
        if (trace && command != Command.UP && command != Command.SERVE) {
            throw new IllegalArgumentException("--trace goes with up");
        }
        return new Arguments(command, data, offset, detach, trace);
    }

    private static Command command(String word) {
        return Arrays.stream(Command.values())
                .filter(command -> command.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown command " + word + ", not one of "
                        + Arrays.stream(Command.values())
                                .filter(command -> command != Command.SERVE)
                                .map(command -> command.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))));
    }

    private static int offset(String number) {
        try {
            return Integer.parseInt(number);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a number after --port-offset: " + number, e);
        }
    }

    private static String next(Iterator<String> rest, String what) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException("missing: " + what);
        }
        return rest.next();
    }
}
