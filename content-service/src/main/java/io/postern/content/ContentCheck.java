package io.postern.content;

import io.postern.check.Finding;
import io.postern.check.Mail;
import io.postern.check.MessageCheck;
import io.postern.contract.Verdict.Outcome;
import io.postern.contract.Verdict.PeerReply;
import io.postern.contract.Verdict.Reason;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Is there something in a mail that is on the operator's lists? */
@ApplicationScoped
class ContentCheck implements MessageCheck {

    /** More would tell the operator nothing new. The score counts all. */
    private static final int MAX_REASONS = 20;

    private final ListFolder folder;

    ContentCheck(ListFolder folder) {
        this.folder = folder;
    }

    @Override
    public Finding check(Mail mail) throws IOException, InterruptedException {
        Collection<Match> matches = folder.lists().search(mail.mime());
        boolean fails = matches.stream().anyMatch(match -> match.entry().decides());
        double score =
                matches.stream().mapToDouble(match -> match.entry().score()).sum();
        List<Reason> reasons = matches.stream()
                .sorted(Comparator.comparing(match -> !match.entry().decides()))
                .limit(MAX_REASONS)
                .map(ContentCheck::reason)
                .toList();
        return new Finding(fails ? Outcome.FAIL : Outcome.PASS, score, reasons, null);
    }

    /** Says where, never what: the text around is the mail's own. */
    private static Reason reason(Match match) {
        Entry entry = match.entry();
        String text = "Message rejected: " + entry.kind().reply();
        return new Reason(
                entry.code(),
                entry.kind().text(),
                detail(match),
                entry.score(),
                false,
                entry.decides() ? new PeerReply(554, "5.7.1", text) : null);
    }

    private static Map<String, String> detail(Match match) {
        Map<String, String> detail = new HashMap<>();
        detail.put("list", match.entry().list());
        detail.put("entry", match.entry().id());
        detail.put("part", match.place().label());
        if (!match.path().isEmpty()) {
            detail.put("path", match.path());
        }
        if (match.offset() >= 0) {
            detail.put("offset", Integer.toString(match.offset()));
        }
        return detail;
    }
}
