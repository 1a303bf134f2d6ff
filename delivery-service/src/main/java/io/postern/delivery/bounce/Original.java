package io.postern.delivery.bounce;

import io.postern.contract.MailReceived;
import io.postern.delivery.mailbox.MailFile.Content;

/**
 * The mail that a notice is about.
 *
 * @param mail what was received
 * @param header its header section
 * @param content writes the whole of it; only asked of small mails, and of those only if the sender wants them back
 */
public record Original(MailReceived mail, HeaderSection header, Content content) {}
