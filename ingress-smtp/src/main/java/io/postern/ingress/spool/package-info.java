/** A mail's content while it is received: in memory while small, in a file beyond. */
@NullMarked
package io.postern.ingress.spool;

import org.jspecify.annotations.NullMarked;
