/** The domains and mailboxes that get mail here, as delivery publishes them. */
@NullMarked
package io.postern.ingress.directory;

import org.jspecify.annotations.NullMarked;
