package io.postern.ingress.session;

import io.postern.ingress.directory.Directory;
import io.postern.ingress.spool.Spool;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import java.util.function.LongPredicate;
import java.util.function.Supplier;

/**
 * What all sessions share.
 *
 * @param owns whether a user may send as an address
 * @param fullForGood whether a full mailbox is refused for good
 * @param admission whether a client may go on
 * @param mechanisms of authentication, in the order offered
 * @param ids makes the ids of sessions and mails
 * @param room whether there is room for a mail of so many bytes
 * @param spools makes the spool of a mail
 */
public record House(
        SessionLimits limits,
        Directory directory,
        BiPredicate<String, String> owns,
        BooleanSupplier fullForGood,
        Admission admission,
        Supplier<List<String>> mechanisms,
        Supplier<String> ids,
        LongPredicate room,
        Supplier<Spool> spools) {}
