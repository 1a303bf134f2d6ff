/** For whom a load balancer speaks: the PROXY protocol, versions 1 and 2. */
@NullMarked
package io.postern.ingress.proxy;

import org.jspecify.annotations.NullMarked;
