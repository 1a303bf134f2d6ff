/**
 * Speaks the protocol of clamd (clamd(8)): one command a connection, over TCP or a Unix socket, in its form that ends with a
 * NUL. Everything has a time limit, and nothing that clamd says is taken for granted.
 */
@NullMarked
package io.postern.av.clamd;

import org.jspecify.annotations.NullMarked;
