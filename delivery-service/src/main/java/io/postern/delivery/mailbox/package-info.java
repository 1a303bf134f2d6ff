/** Mailboxes on a file system, in the form of Maildir++ that IMAP servers serve. */
@NullMarked
package io.postern.delivery.mailbox;

import org.jspecify.annotations.NullMarked;
