/** A mail as rules and classifier look at it: who wrote to whom, its words, its links. Bounded, whatever the mail is. */
@NullMarked
package io.postern.antispam.letter;

import org.jspecify.annotations.NullMarked;
