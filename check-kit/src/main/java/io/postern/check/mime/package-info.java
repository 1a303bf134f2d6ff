/**
 * A mail as a reader of it would see it: its headers decoded, the text of its parts, what is hidden in it, where its links
 * lead, what is attached and what that may be called; and in what ways two readers would not see the same. Bounded in
 * everything an attacker could make large, and never an exception for what a mail contains.
 */
@NullMarked
package io.postern.check.mime;

import org.jspecify.annotations.NullMarked;
