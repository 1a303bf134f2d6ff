/**
 * How fast mail goes to one destination: so many at once, so many in a time, and none for a while where nothing gets
 * through. Who delivers asks first and is told when to ask again; nothing waits here.
 */
@NullMarked
package io.postern.delivery.relay.pace;

import org.jspecify.annotations.NullMarked;
