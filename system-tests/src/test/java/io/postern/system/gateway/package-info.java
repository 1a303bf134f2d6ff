/** The running stack, and the windows through which tests look at it: mailboxes, topics, traces. */
@NullMarked
package io.postern.system.gateway;

import org.jspecify.annotations.NullMarked;
