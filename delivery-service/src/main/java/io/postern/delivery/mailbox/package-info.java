/**
 * Mailboxes on a file system, in the form of Maildir++ that IMAP servers serve: with folders, and with quotas that are
 * counted in the mailbox itself, so that whoever serves it counts the same.
 */
@NullMarked
package io.postern.delivery.mailbox;

import org.jspecify.annotations.NullMarked;
