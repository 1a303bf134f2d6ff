/**
 * The whole of Postern on one machine with nothing to install: a real Kafka broker, a real PostgreSQL, a small name
 * server and the packaged services, each a process of its own, started in order, watched, restarted when they die and
 * stopped in reverse.
 *
 * <p>The {@code postern} script is a thin front of {@link io.postern.local.Main}; tests use
 * {@link io.postern.local.LocalStack} itself. All state lies in one folder, see {@link io.postern.local.StackFolder}.
 */
@NullMarked
package io.postern.local;

import org.jspecify.annotations.NullMarked;
