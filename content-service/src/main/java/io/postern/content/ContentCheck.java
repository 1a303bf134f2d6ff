package io.postern.content;

import io.postern.check.Finding;
import io.postern.check.Mail;
import io.postern.check.MessageCheck;
import io.postern.check.mime.MimeView;
import io.postern.check.mime.Text;
import io.postern.content.PhraseLists.Entry;
import io.postern.contract.Verdict.Reason;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Does subject or body have a phrase of the operator's lists? */
@ApplicationScoped
class ContentCheck implements MessageCheck {

    /** More would tell the operator nothing new. The score counts all. */
    private static final int MAX_REASONS = 20;

    private final ListFolder folder;
    private final ContentSettings settings;

    ContentCheck(ListFolder folder, ContentSettings settings) {
        this.folder = folder;
        this.settings = settings;
    }

    @Override
    public Finding check(Mail mail) throws IOException {
        PhraseLists lists = folder.lists();
        MimeView mime = mail.mime();
        Map<Entry, Reason> found = new LinkedHashMap<>();
        lists.search(
                mime.subject(), (entry, offset) -> found.computeIfAbsent(entry, e -> reason(e, "subject", offset)));
        for (Text text : mime.texts()) {
            lists.search(text.text(), (entry, offset) -> found.computeIfAbsent(entry, e -> reason(e, "body", offset)));
        }
        if (found.isEmpty()) {
            return Finding.pass();
        }
        return Finding.fail(found.values().stream().limit(MAX_REASONS).toList())
                .score(settings.score() * found.size())
                .reply(554, "5.7.1", "Message rejected: content not accepted");
    }

    /** Says where, never what: the text around is the mail's own. */
    private static Reason reason(Entry entry, String part, int offset) {
        return new Reason(
                "phrase",
                "phrase of a list found",
                Map.of(
                        "list", entry.list(),
                        "entry", Integer.toString(entry.line()),
                        "part", part,
                        "offset", Integer.toString(offset)));
    }
}
