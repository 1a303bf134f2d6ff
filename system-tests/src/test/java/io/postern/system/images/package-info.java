/** The stack of {@code deploy/compose} as an operator has it, and what is around it: a name server, a receiver of traces. */
@NullMarked
package io.postern.system.images;

import org.jspecify.annotations.NullMarked;
