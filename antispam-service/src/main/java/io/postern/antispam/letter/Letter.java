package io.postern.antispam.letter;

import io.postern.check.Mail;
import io.postern.check.mime.Attachment;
import io.postern.check.mime.Link;
import io.postern.check.mime.Message;
import io.postern.check.mime.MimeView;
import io.postern.check.mime.Text;
import io.postern.contract.MailReceived;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A mail, and what its rules and the classifier ask of it more than once.
 *
 * <p>Alternatives say the same twice: where there is text in HTML, that is what most readers see, and what counts as the
 * prose.
 */
public final class Letter {

    /** Characters of text that are looked at; who has not said what he wants by then is not read further either. */
    private static final int MOST_TEXT = 128 * 1024;

    private static final int MOST_WORDS = 10_000;
    private static final int MOST_LINKS = 500;
    private static final int MOST_MAILBOXES = 500;

    private final MailReceived received;
    private final MimeView view;
    private final Mailbox from;
    private final Mailbox replyTo;
    private final List<Mailbox> to;
    private final String prose;
    private final List<String> words;
    private final List<String> subjectWords;
    private final List<String> plainLines;
    private final List<Link> links;
    private final List<Url> clickable;
    private final Set<String> hosts;

    private Letter(MailReceived received, MimeView view) {
        this.received = received;
        this.view = view;
        this.from = mailboxes("from").findFirst().orElse(Mailbox.NONE);
        this.replyTo = mailboxes("reply-to").findFirst().orElse(Mailbox.NONE);
        this.to = Stream.concat(mailboxes("to"), mailboxes("cc")).toList();
        boolean html = view.texts().stream()
                .anyMatch(text -> text.html() && !text.text().isBlank());
        this.prose = joined(view.texts().stream().filter(text -> text.html() == html));
        this.words = Words.of(prose, MOST_WORDS);
        this.subjectWords = Words.of(view.subject(), MOST_WORDS);
        this.plainLines = joined(
                        view.texts().stream().filter(text -> text.type().equals("text/plain")))
                .lines()
                .limit(MOST_WORDS)
                .toList();
        this.links = view.texts().stream()
                .flatMap(text -> text.links().stream())
                .limit(MOST_LINKS)
                .toList();
        this.clickable = links.stream()
                .filter(link -> link.kind() == Link.Kind.ANCHOR || link.kind() == Link.Kind.PLAIN)
                .map(link -> Url.of(link.target()))
                .toList();
        this.hosts = clickable.stream()
                .map(Url::host)
                .filter(host -> !host.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** @throws IOException if the mail cannot be read */
    public static Letter of(Mail mail) throws IOException {
        return new Letter(mail.received(), mail.mime());
    }

    private Stream<Mailbox> mailboxes(String field) {
        return head().all(field).stream()
                .flatMap(value -> Mailbox.all(value, MOST_MAILBOXES).stream())
                .limit(MOST_MAILBOXES);
    }

    private static String joined(Stream<Text> texts) {
        StringBuilder joined = new StringBuilder();
        texts.map(Text::text)
                .forEach(text -> joined.append(
                                text, 0, Math.max(0, Math.min(text.length(), MOST_TEXT - joined.length())))
                        .append('\n'));
        return joined.toString();
    }

    /** Envelope and session. */
    public MailReceived received() {
        return received;
    }

    public MimeView view() {
        return view;
    }

    /** The header. */
    public Message head() {
        return view.message();
    }

    /** Whether a field is there and says something. */
    public boolean has(String field) {
        return !head().first(field).isEmpty();
    }

    /** The first author, {@link Mailbox#NONE} without one. */
    public Mailbox from() {
        return from;
    }

    /** Where answers go, {@link Mailbox#NONE} if that is not said. */
    public Mailbox replyTo() {
        return replyTo;
    }

    /** To and Cc. */
    public List<Mailbox> to() {
        return to;
    }

    public String subject() {
        return view.subject();
    }

    public List<String> subjectWords() {
        return subjectWords;
    }

    /** What a reader reads, the subject not included. */
    public String prose() {
        return prose;
    }

    /** The words of the prose. */
    public List<String> words() {
        return words;
    }

    /** The lines of text/plain, for marks that only plain text has. */
    public List<String> plainLines() {
        return plainLines;
    }

    public List<Link> links() {
        return links;
    }

    /** The addresses that a reader can click on. */
    public Stream<Url> clickable() {
        return clickable.stream();
    }

    /** The hosts they lead to, each once. */
    public Set<String> hosts() {
        return hosts;
    }

    public List<Attachment> attachments() {
        return view.attachments();
    }

    /** Whether it has text in HTML. */
    public boolean html() {
        return view.texts().stream().anyMatch(Text::html);
    }

    /** How often an element is opened in all its HTML. */
    public int tags(String name) {
        return view.texts().stream()
                .mapToInt(text -> text.tags().getOrDefault(name, 0))
                .sum();
    }

    /** Whether a mailing list says it has sent it on (RFC 2919, RFC 2369, and what there was before). */
    public boolean listed() {
        return has("list-id")
                || has("list-post")
                || has("x-mailman-version")
                || has("mailing-list")
                || has("x-mailing-list");
    }

    /** Whether it says it answers another. */
    public boolean answer() {
        return has("in-reply-to") || has("references");
    }
}
