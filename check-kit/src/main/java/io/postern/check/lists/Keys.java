package io.postern.check.lists;

import io.postern.check.file.BadFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where the secret keys of lists come from.
 *
 * @param environment a variable's value by its name, {@code null} if it is not set
 */
record Keys(UnaryOperator<@Nullable String> environment) {

    /** A key is one label of a domain name. */
    private static final String KEY = "[A-Za-z0-9_-]{1,63}";

    /**
     * The key in a file or a variable.
     *
     * @param where the list, for the message
     * @return {@code null} if neither is named
     * @throws BadFile naming the file or the variable, never what is in it
     */
    @Nullable
    String of(String where, @Nullable String file, @Nullable String variable) throws BadFile {
        if (file != null && variable != null) {
            throw new BadFile(where + "key-file, key-env: one of them, not both");
        }
        if (file != null) {
            return checked(where + "key-file: " + file, read(where, file));
        }
        return variable == null ? null : checked(where + "key-env: " + variable, environment.apply(variable));
    }

    private static String read(String where, String file) throws BadFile {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException | RuntimeException e) {
            throw new BadFile(where + "key-file: cannot be read: " + file);
        }
    }

    private static String checked(String where, @Nullable String key) throws BadFile {
        if (key == null || !key.matches(KEY)) {
            throw new BadFile(where + " has no key: one label of a domain name is expected");
        }
        return key;
    }
}
