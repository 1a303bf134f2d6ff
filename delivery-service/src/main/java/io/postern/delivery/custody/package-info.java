/**
 * Taking over what the ingress has promised: from Kafka's log into the database, in one transaction, and only then is
 * the log's offset committed. Whatever dies in between, the record comes again and finds the mail there.
 */
@NullMarked
package io.postern.delivery.custody;

import org.jspecify.annotations.NullMarked;
