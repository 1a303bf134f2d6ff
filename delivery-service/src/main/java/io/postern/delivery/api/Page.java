package io.postern.delivery.api;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param next what to ask for as {@code after}; {@code null} at the end
 */
public record Page<T>(List<T> items, @Nullable String next) {

    /** @param rows one more than {@code most} if there are more */
    static <R, T> Page<T> of(List<R> rows, int most, Function<R, T> view, Function<R, String> key) {
        boolean more = rows.size() > most;
        List<R> shown = more ? rows.subList(0, most) : rows;
        return new Page<>(shown.stream().map(view).toList(), more ? key.apply(shown.getLast()) : null);
    }
}
