/**
 * Lists in the DNS (RFC 5782) that a check asks about addresses and names: which there are, what their answers weigh, and
 * whether they are to be believed. A list that answers wrongly is taken out of service, so that no outage of a list becomes
 * lost mail; it comes back by itself, and what one instance finds counts for all. A check makes one {@link
 * io.postern.check.lists.DnsLists} and asks that.
 */
@NullMarked
package io.postern.check.lists;

import org.jspecify.annotations.NullMarked;
