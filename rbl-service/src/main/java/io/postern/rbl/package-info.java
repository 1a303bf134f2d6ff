/**
 * Asks DNS lists (RFC 5782) about a client's address, its HELO name and the domain of its sender. A check of the connection
 * and of the recipient: emits PASS with the sum of the lists' weights as score, FAIL if that reaches the threshold, and
 * ERROR if a list that is needed cannot tell. Needs a resolver, and a file of lists. A list that answers wrongly is taken
 * out of service, so that no outage of a list becomes lost mail.
 */
@NullMarked
package io.postern.rbl;

import org.jspecify.annotations.NullMarked;
