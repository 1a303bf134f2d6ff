package io.postern.content;

import io.postern.check.mime.MimeView;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** An entry that looks at the mail as a whole. */
record MailRule(Entry entry, Predicate<MimeView> applies) {

    void search(Searched mail, Consumer<Match> found) {
        if (applies.test(mail.mail())) {
            found.accept(new Match(entry, Place.MAIL, "", -1));
        }
    }
}
