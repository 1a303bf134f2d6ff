/** Who a client says it is, and whether that is so: the SASL mechanisms over Quarkus Security's identity providers. */
@NullMarked
package io.postern.ingress.auth;

import org.jspecify.annotations.NullMarked;
