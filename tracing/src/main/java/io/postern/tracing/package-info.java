/**
 * What became of this mail, and why did it take so long? A mail passes through ten processes; here is what they have in common
 * so that one trace tells its story: which traces are kept, what a span says of a topic, and what a line of the log says
 * of the mail that it is about.
 */
@NullMarked
package io.postern.tracing;

import org.jspecify.annotations.NullMarked;
