/**
 * A mail as a reader of it would see it: the decoded subject and the text of its parts. Bounded in everything an attacker
 * could make large, and never an exception for what a mail contains.
 */
@NullMarked
package io.postern.check.mime;

import org.jspecify.annotations.NullMarked;
