/**
 * Finds the operator's words and phrases in the subject and the body of a mail. A message check: emits PASS, or FAIL with
 * one {@code content.phrase} reason an entry found. Needs nothing outside but a folder of lists.
 */
@NullMarked
package io.postern.content;

import org.jspecify.annotations.NullMarked;
