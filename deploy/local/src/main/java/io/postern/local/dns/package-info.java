/**
 * The DNS of a stack: a small authoritative name server (RFC 1034, 1035, 2308, 6891) for the operator's folder of master
 * files, on loopback. With it block lists, host names and mail domains can be tried, and made to fail, without a network.
 * What is outside its zones it refuses, so that nobody takes its silence about the rest of the world for an answer.
 *
 * <p>A JVM of its own runs {@link io.postern.local.dns.NameServer}.
 */
@NullMarked
package io.postern.local.dns;

import org.jspecify.annotations.NullMarked;
