/**
 * Traces for a person to look at: what the services send, in the words of the viewer. Runs in a process of its own, so it may use
 * nothing of the rest but what {@link io.postern.local.TraceReceiver} gives it.
 */
@NullMarked
package io.postern.local.traces;

import org.jspecify.annotations.NullMarked;
