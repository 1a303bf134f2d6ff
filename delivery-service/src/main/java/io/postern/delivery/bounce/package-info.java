/**
 * Telling a sender what became of his mail: delivery status notifications (RFC 3461, RFC 3464), in plain words first.
 *
 * <p>Three questions, each with a class of its own. May this mail be answered at all? {@code Answerable}: never a bounce
 * for a bounce, nor for what a list or a program sent, nor for what we hold for forged. Does its sender want to hear of
 * it? {@code Action}. What does the answer say? {@code Notices} writes it: words for a human, from the table that
 * {@code Causes} reads; fields for a program; and the headers of the mail, or a small mail whole.
 *
 * <p>Nothing here knows of the queue, the database or the time: it is told, and gives bytes back.
 */
@NullMarked
package io.postern.delivery.bounce;

import org.jspecify.annotations.NullMarked;
