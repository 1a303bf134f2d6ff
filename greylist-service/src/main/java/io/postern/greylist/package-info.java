/**
 * Greylisting (RFC 6647): a client that brings mail of a sender to a recipient for the first time is asked to come back later,
 * which a mail server does and most software that only sends spam does not. Asked at each recipient; emits FAIL with what is
 * left of the delay, else PASS. Needs PostgreSQL, where all instances keep what they know; the DNS for the names of clients,
 * without which their networks serve.
 */
@NullMarked
package io.postern.greylist;

import org.jspecify.annotations.NullMarked;
