/**
 * What makes a service of a check: it takes the questions of its phase from Kafka, asks the check on virtual threads, many
 * at once but bounded, and publishes the verdicts, with traces, metrics, health, registration and dead letters.
 *
 * <p>Reading order: a {@code ...Listener} receives records, {@link io.postern.check.service.Reception} lets questions in,
 * {@link io.postern.check.service.Examiner} answers them; the rest keeps the service known and alive.
 */
@NullMarked
package io.postern.check.service;

import org.jspecify.annotations.NullMarked;
