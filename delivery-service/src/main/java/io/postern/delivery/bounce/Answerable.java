package io.postern.delivery.bounce;

import static java.util.Locale.ROOT;

import io.postern.contract.MailApproved;
import io.postern.contract.MailApproved.Disposition;
import io.postern.contract.Verdict.Outcome;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether a mail may be answered by a notice at all.
 *
 * <p>RFC 5321 (sections 4.5.5 and 6.1) forbids it only for the null sender, and the common mail systems go no further: a
 * list's mail bounces to its envelope sender, whence list managers learn of dead subscribers. RFC 3834 asks programs that
 * respond to mail, such as those that say somebody is away, for silence towards lists and other programs. We keep to that
 * with notices, too: such mail goes to many, its senders are often forged, and nobody reads the answers. The price is
 * that a list keeps a dead subscriber of ours until its owner learns of him otherwise.
 */
public final class Answerable {

    private static final Set<String> BULK = Set.of("bulk", "list", "junk", "auto_reply");
    private static final Set<String> WANTS_NO_REPORT = Set.of("all", "ndr");
    private static final Pattern LIST_SENDER = Pattern.compile("owner-.+|.+-(owner|request|bounces?)([+=].*)?");
    private static final Pattern MAIL_SYSTEM = Pattern.compile("(?i)(?<![\\w.-])mailer-daemon(?![\\w.-])");
    private static final Pattern COMMENT = Pattern.compile("\\([^()]*\\)");

    private Answerable() {}

    /** @return why not; empty: it may be answered */
    public static Optional<Silence> silence(MailApproved approved, HeaderSection header) {
        Optional<Silence> silence = silence(approved.mail().envelope().sender(), header);
        return silence.isEmpty() && suspect(approved) ? Optional.of(Silence.SUSPECT) : silence;
    }

    static Optional<Silence> silence(String sender, HeaderSection header) {
        if (sender.isEmpty() || header.values("Return-Path").contains("<>")) {
            return Optional.of(Silence.NULL_SENDER);
        }
        String local = local(sender);
        if (local.equals("mailer-daemon") || anyFrom(header)) {
            return Optional.of(Silence.MAIL_SYSTEM);
        }
        if (report(header)) {
            return Optional.of(Silence.REPORT);
        }
        if (automatic(header)) {
            return Optional.of(Silence.AUTOMATIC);
        }
        return LIST_SENDER.matcher(local).matches() || list(header) ? Optional.of(Silence.LIST) : Optional.empty();
    }

    private static boolean suspect(MailApproved approved) {
        boolean accused = approved.disposition() == Disposition.QUARANTINE
                || approved.verdicts().stream().anyMatch(verdict -> verdict.outcome() == Outcome.FAIL);
        return accused && !approved.mail().session().outgoing();
    }

    private static String local(String address) {
        int at = address.lastIndexOf('@');
        return (at < 0 ? address : address.substring(0, at)).toLowerCase(ROOT);
    }

    private static boolean anyFrom(HeaderSection header) {
        return header.values("From").stream()
                .anyMatch(from -> MAIL_SYSTEM.matcher(from).find());
    }

    private static boolean report(HeaderSection header) {
        return header.names().contains("x-failed-recipients")
                || header.values("Content-Type").stream()
                        .map(Answerable::keyword)
                        .anyMatch(type -> type.equals("multipart/report") || type.endsWith("delivery-status"));
    }

    private static boolean automatic(HeaderSection header) {
        return header.values("Auto-Submitted").stream()
                        .anyMatch(value -> !keyword(value).equals("no"))
                || header.values("X-Auto-Response-Suppress").stream()
                        .flatMap(value -> Pattern.compile(",").splitAsStream(value))
                        .anyMatch(what -> WANTS_NO_REPORT.contains(keyword(what)));
    }

    private static boolean list(HeaderSection header) {
        return header.names().stream().anyMatch(name -> name.startsWith("list-"))
                || header.values("Precedence").stream().anyMatch(value -> BULK.contains(keyword(value)));
    }

    /** The first word of a value, without comments and parameters. */
    private static String keyword(String value) {
        String bare = COMMENT.matcher(value).replaceAll(" ");
        int semicolon = bare.indexOf(';');
        return (semicolon < 0 ? bare : bare.substring(0, semicolon)).strip().toLowerCase(ROOT);
    }
}
