/** The operator's policy, and the decision as a pure function of it and the answers. */
@NullMarked
package io.postern.ingress.policy;

import org.jspecify.annotations.NullMarked;
