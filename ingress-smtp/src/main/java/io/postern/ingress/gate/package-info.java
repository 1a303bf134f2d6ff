/** The way of a recipient and of a mail: ask, wait, decide, and for an accepted mail the promise. */
@NullMarked
package io.postern.ingress.gate;

import org.jspecify.annotations.NullMarked;
