/**
 * Who gets mail here: the domains, mailboxes and names of the operator's file, and those that operators have added. It
 * follows names that stand for others to whom they lead, and tells the ingress whom there is and who has room.
 */
@NullMarked
package io.postern.delivery.directory;

import org.jspecify.annotations.NullMarked;
