package io.postern.ingress.defence;

import java.util.function.DoubleSupplier;

/**
 * Something of which the ingress has only so much. Every bean of this type is looked at before a mail and before its
 * content.
 *
 * @param resource its name in the metric {@code postern.pressure}, the log, and the cause {@code overload-...}
 * @param share how much of it is in use, 1 for all; {@code NaN} if that is not known. Answers at once, to many threads
 */
public record Pressure(String resource, DoubleSupplier share) {}
