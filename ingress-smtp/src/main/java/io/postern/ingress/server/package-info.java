/** The session on the network: Vert.x listeners, time-outs, back-pressure, draining. */
@NullMarked
package io.postern.ingress.server;

import org.jspecify.annotations.NullMarked;
