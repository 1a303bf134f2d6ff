/** Files of the operator, in YAML: every mistake has a line, and a file that changes is read again. */
@NullMarked
package io.postern.delivery.file;

import org.jspecify.annotations.NullMarked;
