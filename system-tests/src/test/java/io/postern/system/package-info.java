/**
 * What Postern promises, seen from outside: the packaged services run as processes, mail goes in by SMTP and is looked
 * for in mailboxes, topics and traces. One class a claim; they share one running stack. The dialogues lie in
 * {@code src/test/scenarios}.
 */
@NullMarked
package io.postern.system;

import org.jspecify.annotations.NullMarked;
