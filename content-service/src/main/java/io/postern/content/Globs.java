package io.postern.content;

import com.google.re2j.Pattern;
import io.postern.check.file.BadFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Names with {@code *} for any characters and {@code ?} for one; case does not matter. */
final class Globs {

    private Globs() {}

    /** Whether one of them is the name. */
    static Predicate<String> of(List<String> globs) throws BadFile {
        List<Pattern> patterns = new ArrayList<>();
        for (String glob : globs) {
            String pattern = Pattern.quote(glob.toLowerCase(Locale.ROOT))
                    .replace("\\*", ".*")
                    .replace("\\?", ".");
            patterns.add(compile(glob, pattern));
        }
        return name -> {
            String seen = name.toLowerCase(Locale.ROOT);
            return patterns.stream().anyMatch(pattern -> pattern.matches(seen));
        };
    }

    private static Pattern compile(String glob, String pattern) throws BadFile {
        if (glob.length() > 200) {
            throw new BadFile("longer than 200 characters: " + glob);
        }
        return Pattern.compile(pattern, Pattern.DOTALL);
    }
}
