/**
 * Has mails, and what can be unpacked from them, scanned for viruses. A message check: emits PASS, or a reason for each thing
 * found or not to be found out: {@code av.found}, {@code av.too-large}, {@code av.unscannable}; as errors {@code
 * av.engine-error}, {@code av.engine-gone}, {@code av.time-out}. Needs one or several clamd; without any it knows nothing but
 * the test strings and the operator's own list.
 */
@NullMarked
package io.postern.av;

import org.jspecify.annotations.NullMarked;
