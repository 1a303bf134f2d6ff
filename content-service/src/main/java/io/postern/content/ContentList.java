package io.postern.content;

import java.util.List;
import java.util.function.Consumer;

/** The entries of one file. Immutable. */
final class ContentList {

    private final PhraseTable phrases;
    private final PatternTable patterns;
    private final List<FileRule> files;
    private final List<MailRule> mails;

    ContentList(PhraseTable phrases, PatternTable patterns, List<FileRule> files, List<MailRule> mails) {
        this.phrases = phrases;
        this.patterns = patterns;
        this.files = List.copyOf(files);
        this.mails = List.copyOf(mails);
    }

    /** How much there is in it to look for. */
    int size() {
        return phrases.size() + patterns.size() + files.size() + mails.size();
    }

    /** Tells of every place where an entry is found; of an entry perhaps more than once. */
    void search(Searched mail, Consumer<Match> found) throws InterruptedException {
        phrases.search(mail, found);
        patterns.search(mail, found);
        files.forEach(rule -> rule.search(mail, found));
        mails.forEach(rule -> rule.search(mail, found));
    }
}
