package io.postern.delivery.queue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Chooses the mails whose contents are read in one query, before it is their turn: as many as a small heap has room for. */
final class Ahead {

    /** Bytes of a content at most. */
    static final int EACH = 16 * 1024;

    /** Bytes of all that are in hand. */
    static final long ALL = 8 * 1024 * 1024;

    private Ahead() {}

    /** @param inHand bytes of those that were read ahead before */
    static List<Mail> of(Collection<Mail> mails, long inHand) {
        long left = ALL - inHand;
        List<Mail> chosen = new ArrayList<>();
        for (Mail mail : mails) {
            if (mail.size <= Math.min(EACH, left)) {
                chosen.add(mail);
                left -= mail.size;
            }
        }
        return chosen;
    }
}
