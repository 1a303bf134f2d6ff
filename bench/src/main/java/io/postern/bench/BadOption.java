package io.postern.bench;

import java.util.List;
import java.util.stream.IntStream;

/** The command line makes no sense; the message is for the user. */
final class BadOption extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BadOption(String message) {
        super(message);
    }

    BadOption(String message, Throwable cause) {
        super(message, cause);
    }

    /** Options and their values, two by two. */
    static List<List<String>> pairs(String... args) {
        if (args.length % 2 == 1) {
            throw new BadOption(args[args.length - 1] + " needs a value");
        }
        return IntStream.range(0, args.length / 2)
                .mapToObj(i -> List.of(args[2 * i], args[2 * i + 1]))
                .toList();
    }

    /** The number in {@code value}. */
    static int atLeast(int least, String value) {
        try {
            int number = Integer.parseInt(value);
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below, like a number too small
        }
        throw new BadOption("not a number of " + least + " or more: " + value);
    }
}
