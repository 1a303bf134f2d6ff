/** Files of the operator that a check reads, and reads again when they change. */
@NullMarked
package io.postern.check.file;

import org.jspecify.annotations.NullMarked;
