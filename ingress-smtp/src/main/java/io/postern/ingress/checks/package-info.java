/** Scatter and gather: who checks what, the questions under way, the verdicts that come back. */
@NullMarked
package io.postern.ingress.checks;

import org.jspecify.annotations.NullMarked;
