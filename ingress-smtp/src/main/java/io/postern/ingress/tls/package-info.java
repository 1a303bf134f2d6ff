/** The certificates of the listeners: from PEM files, read again when they change, chosen by server name. */
@NullMarked
package io.postern.ingress.tls;

import org.jspecify.annotations.NullMarked;
