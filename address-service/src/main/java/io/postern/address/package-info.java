/**
 * Is the client whom it says it is? Asks the DNS whether its address has a name that leads back, whether its HELO name is
 * one, and whether its sender's domain takes mail. Emits one verdict a greeting and one a recipient, with a reason for
 * each thing found. Needs Kafka and a resolver.
 */
@NullMarked
package io.postern.address;

import org.jspecify.annotations.NullMarked;
