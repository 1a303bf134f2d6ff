/** Who has a mailbox here: the operator's file, checked, and published for the ingress to refuse everybody else. */
@NullMarked
package io.postern.delivery.directory;

import org.jspecify.annotations.NullMarked;
