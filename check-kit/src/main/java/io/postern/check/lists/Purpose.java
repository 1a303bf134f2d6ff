package io.postern.check.lists;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a check has lists for: what may stand in its file.
 *
 * @param settings where its settings are: {@code postern.rbl}
 * @param subjects what its lists may list; the first, if one does not say
 * @param kinds what being listed may mean
 * @param weight what a listing weighs if its list does not say
 * @param threshold the sum of weights that decides, if the file does not say; {@code null} if the check has none
 */
public record Purpose(
        String settings,
        List<Subject> subjects,
        Set<DnsList.Kind> kinds,
        double weight,
        @Nullable Double threshold) {

    public Purpose {
        subjects = List.copyOf(subjects);
        kinds = Set.copyOf(kinds);
    }
}
