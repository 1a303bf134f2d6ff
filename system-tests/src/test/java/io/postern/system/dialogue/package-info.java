/** SMTP dialogues written down as text, played against a server, and what must lie in the mailboxes afterwards. */
@NullMarked
package io.postern.system.dialogue;

import org.jspecify.annotations.NullMarked;
