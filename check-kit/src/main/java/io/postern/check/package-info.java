/**
 * What the author of a check sees: one interface for each phase of an SMTP session, the {@link
 * io.postern.check.Finding} to return, and the {@link io.postern.check.Mail} to look into.
 *
 * <p>The author writes one class and three settings; everything else (consuming the questions, deadlines, verdicts,
 * traces, metrics, health, registration, dead letters) is in {@code io.postern.check.service} and wires itself.
 */
@NullMarked
package io.postern.check;

import org.jspecify.annotations.NullMarked;
