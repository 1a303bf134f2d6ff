/** What an address, a network and a host name say of a client, for checks that look at it. */
@NullMarked
package io.postern.check.client;

import org.jspecify.annotations.NullMarked;
