package io.postern.antispam.learned;

import io.postern.antispam.letter.Letter;
import io.postern.antispam.letter.Words;
import io.postern.check.mime.Message;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * What a mail is made of, for the classifier: words, where they stand, pairs of them, hosts, traits of the header; as digests,
 * so that nobody can read in the database who wrote what. What a mail gets on its way (trace fields, our own results, dates,
 * ids) is left out: the mail that comes back from a mailbox to be learned has to be the one that was judged.
 */
final class Tokens {

    /** No mail has more; the header's come first. */
    static final int MOST = 2_000;

    private static final int LONGEST_WORD = 24;

    /** Fields that are different in each mail, or added on the way, or looked into by themselves. */
    private static final Set<String> SKIPPED = Set.of(
            "received",
            "return-path",
            "delivered-to",
            "x-original-to",
            "envelope-to",
            "authentication-results",
            "date",
            "message-id",
            "in-reply-to",
            "references",
            "subject",
            "from",
            "reply-to",
            "to",
            "cc",
            "bcc",
            "status",
            "x-status",
            "x-uid",
            "x-keywords");

    private final long[] tokens = new long[MOST];
    private int size;

    private Tokens() {}

    /** Each once, ascending. */
    static long[] of(Letter letter) {
        Tokens tokens = new Tokens();
        tokens.header(letter);
        tokens.parts(letter);
        tokens.words("w:", letter.words());
        return Arrays.stream(tokens.tokens, 0, tokens.size).sorted().distinct().toArray();
    }

    /** By which a mail is known again. */
    static UUID digest(long[] tokens) {
        ByteBuffer bytes = ByteBuffer.allocate(tokens.length * Long.BYTES);
        bytes.asLongBuffer().put(tokens);
        return UUID.nameUUIDFromBytes(bytes.array());
    }

    private void header(Letter letter) {
        words("s:", letter.subjectWords());
        add("f:", letter.from().address());
        domains("f:", letter.from().domain());
        words("n:", Words.of(letter.from().name(), 20));
        domains("r:", letter.replyTo().domain());
        add(
                "to:",
                letter.to().size() > 9 ? "many" : Integer.toString(letter.to().size()));
        for (Message.Field field : letter.head().fields()) {
            if (!SKIPPED.contains(field.name())
                    && !field.name().startsWith("x-postern")
                    && !field.name().startsWith("x-spam")) {
                add("h:", field.name());
                if (field.name().equals("x-mailer")
                        || field.name().equals("user-agent")
                        || field.name().startsWith("content-")) {
                    words(field.name() + ":", Words.of(field.value(), 8));
                }
            }
        }
    }

    private void parts(Letter letter) {
        letter.hosts().stream().limit(50).forEach(host -> domains("u:", host));
        letter.clickable().limit(50).forEach(url -> words("p:", Words.of(url.path(), 6)));
        letter.view().texts().forEach(text -> {
            add("t:", text.type());
            text.tags().keySet().stream().limit(60).forEach(tag -> add("e:", tag));
        });
        letter.attachments().forEach(attachment -> {
            add("a:", attachment.declared());
            add("a:", attachment.sniffed());
            int dot = attachment.name().lastIndexOf('.');
            add("x:", dot < 0 ? "" : attachment.name().substring(dot));
        });
    }

    /** A domain and those above it. */
    private void domains(String kind, String domain) {
        String rest = domain;
        for (int i = 0; i < 4 && !rest.isEmpty(); i++) {
            add(kind, rest);
            rest = rest.substring(rest.indexOf('.') < 0 ? rest.length() : rest.indexOf('.') + 1);
        }
    }

    private void words(String kind, List<String> words) {
        String before = "";
        for (String word : words) {
            if (word.length() > LONGEST_WORD) {
                add(kind + "long", Integer.toString(word.length() / 10));
            } else if (word.length() > 1) {
                add(kind, word);
                if (!before.isEmpty()) {
                    add(kind, before + " " + word);
                }
                before = word;
            }
        }
    }

    private void add(String kind, String what) {
        if (size < MOST && !what.isEmpty()) {
            tokens[size++] = digest(kind, what);
        }
    }

    /** FNV-1a over the octets, and the finisher of MurmurHash3, for all bits to depend on all. */
    private static long digest(String kind, String what) {
        long hash = 0xcbf29ce484222325L;
        for (byte octet : (kind + what).getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (octet & 0xff)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return hash ^ (hash >>> 33);
    }
}
