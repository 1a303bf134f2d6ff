/**
 * Asks the DNS, for checks that need to: inject {@link io.postern.check.dns.Dns}. A check that does not, pays nothing for
 * it.
 */
@NullMarked
package io.postern.check.dns;

import org.jspecify.annotations.NullMarked;
