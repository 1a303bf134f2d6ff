/**
 * Finds in a mail what the operator has lists of: words and phrases, patterns, kinds of attachments, names in archives, and ways
 * of writing that programs read differently, seen through what is done to hide them. A message check: emits PASS, with a score
 * if entries say no more than that, or FAIL, with one reason an entry found. Needs nothing outside but a folder of lists.
 */
@NullMarked
package io.postern.content;

import org.jspecify.annotations.NullMarked;
