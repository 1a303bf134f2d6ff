/**
 * For operators, over REST: where is the mail, and what keeps it? Every mail with its whole story; the queue, to hold
 * back, try at once and delete; the quarantine, to look into and release.
 *
 * <p>Readers look, operators change, and every change is a line in the log with who made it. Lists are paged, by what
 * comes after rather than by number, so that a page costs the same wherever it is and nothing is shown twice while mail
 * comes in. Mail from strangers is shown as text and never as what a browser would act on.
 */
@NullMarked
package io.postern.delivery.api;

import org.jspecify.annotations.NullMarked;
