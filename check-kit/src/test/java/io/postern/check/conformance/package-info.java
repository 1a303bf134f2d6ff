/**
 * The tests that every check has to pass. A check's author extends {@link
 * io.postern.check.conformance.CheckConformance} with one line.
 */
@NullMarked
package io.postern.check.conformance;

import org.jspecify.annotations.NullMarked;
