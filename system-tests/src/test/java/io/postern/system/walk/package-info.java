/** A page of the documentation, done as it says. */
@NullMarked
package io.postern.system.walk;

import org.jspecify.annotations.NullMarked;
