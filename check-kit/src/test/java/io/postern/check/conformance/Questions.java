package io.postern.check.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.postern.check.service.CheckHarness;
import io.postern.contract.ConnectionOpened;
import io.postern.contract.Golden;
import io.postern.contract.RecipientOffered;
import io.postern.contract.Session;
import io.postern.contract.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What checks are asked: the golden sample first, then what they must survive. */
final class Questions {

    /** Stands in bodies and local parts; a finding must not repeat it. */
    static final String PRIVATE = "q7private";

    private static final List<String> HOSTILE_NAMES = List.of(
            "",
            " ",
            "localhost",
            "localhost.localdomain",
            "[127.0.0.1]",
            "[IPv6:::1]",
            "[",
            "-",
            ".",
            "..",
            "a..b",
            "-a.example",
            "\u0000",
            "a\r\nMAIL FROM:<x@y.example>",
            "\u001b[31mred.example",
            "%s%n%d.example",
            "${jndi:ldap://x.example/a}",
            "'; DROP TABLE mail; --",
            "b\u00fccher.example",
            "xn--bcher-kva.example",
            "\u202eelpmaxe.tsoh",
            "\ud83d\ude00.example",
            "\ud800.example",
            "1.2.3.4",
            "a".repeat(64) + ".example",
            "a.".repeat(500) + "example",
            "x".repeat(10_000));

    private static final List<String> HOSTILE_ADDRESSES =
            List.of("::1", "2001:db8::1", "0.0.0.0", "255.255.255.255", "fe80::1%eth0");

    private Questions() {}

    static Map<String, Function<CheckHarness, CompletableFuture<Verdict>>> connection(boolean greeted) {
        Map<String, Function<CheckHarness, CompletableFuture<Verdict>>> questions = new LinkedHashMap<>();
        questions.put(
                "golden",
                harness -> harness.ask(new ConnectionOpened(session(ip(), greeted ? "client.example" : null))));
        for (String address : HOSTILE_ADDRESSES) {
            Session session = session(address, greeted ? "client.example" : null);
            questions.put("from " + address, harness -> harness.ask(new ConnectionOpened(session)));
        }
        if (greeted) {
            for (String name : HOSTILE_NAMES) {
                Session session = session(ip(), name);
                questions.put("helo " + shown(name), harness -> harness.ask(new ConnectionOpened(session)));
            }
        }
        return questions;
    }

    static Map<String, Function<CheckHarness, CompletableFuture<Verdict>>> recipient() {
        Map<String, Function<CheckHarness, CompletableFuture<Verdict>>> questions = new LinkedHashMap<>();
        String golden = "alice@postern.test";
        questions.put("golden", recipient("sender@client.example", golden));
        questions.put("null sender", recipient("", golden));
        questions.put("postmaster", recipient("", "postmaster"));
        for (String name : HOSTILE_NAMES) {
            questions.put("domain " + shown(name), recipient(PRIVATE + "@" + name, golden));
            questions.put(
                    "local part " + shown(name), recipient(name + "@client.example", "\"" + name + "\"@postern.test"));
        }
        return questions;
    }

    private static Function<CheckHarness, CompletableFuture<Verdict>> recipient(String sender, String recipient) {
        return harness -> harness.ask(new RecipientOffered(Golden.SESSION, sender, recipient));
    }

    static Map<String, Function<CheckHarness, CompletableFuture<Verdict>>> message() {
        Map<String, byte[]> mails = new LinkedHashMap<>();
        mails.put("golden", mail("hello", "see you at the gate\r\n"));
        mails.put("empty", new byte[0]);
        mails.put("one line break", bytes("\r\n"));
        mails.put("no header", bytes("\r\n" + PRIVATE + "\r\n"));
        mails.put("no body", bytes("Subject: x\r\n"));
        mails.put("no line break", bytes("x".repeat(100_000)));
        mails.put("header of one million bytes", bytes("X-Long: " + "x".repeat(1_000_000) + "\r\n\r\n" + PRIVATE));
        mails.put("ten thousand header fields", bytes("X-Many: y\r\n".repeat(10_000) + "\r\n" + PRIVATE));
        mails.put("subject of encoded words", mail("=?utf-8?q?=41?= ".repeat(10_000), PRIVATE));
        mails.put("subject of broken encoded words", mail("=?".repeat(5_000) + "=?x?b?%%%?= =?utf-8?q?=?=", PRIVATE));
        mails.put(
                "raw 8-bit",
                ("Subject: gr\u00fc\u00dfe " + PRIVATE + "\r\n\r\n\u00e4\u00f6\u00fc").getBytes(ISO_8859_1));
        mails.put("unknown charset", typed("text/plain; charset=x-unheard-of", "", PRIVATE));
        mails.put("empty charset", typed("text/plain; charset=\"\"", "", PRIVATE));
        mails.put("wrong charset", typed("text/plain; charset=utf-16", "", PRIVATE));
        mails.put("malformed type", typed("; /;=\"", "", PRIVATE));
        mails.put("base64 that is none", typed("text/plain", "base64", "%%%%" + PRIVATE + "===="));
        mails.put("quoted-printable cut off", typed("text/plain", "quoted-printable", PRIVATE + "=4"));
        mails.put("unknown encoding", typed("text/plain", "x-uuencode", "begin 644 a\r\n#0V%T\r\n`\r\nend"));
        mails.put("multipart without boundary", typed("multipart/mixed", "", PRIVATE));
        mails.put("multipart without parts", typed("multipart/mixed; boundary=b", "", PRIVATE));
        mails.put("multipart without end", typed("multipart/mixed; boundary=b", "", "--b\r\n\r\n" + PRIVATE));
        mails.put(
                "boundary of one thousand characters",
                typed("multipart/mixed; boundary=" + "b".repeat(1_000), "", PRIVATE));
        mails.put("multiparts in each other", nested(500));
        mails.put("messages in each other", bytes("Content-Type: message/rfc822\r\n\r\n".repeat(500) + PRIVATE));
        mails.put(
                "five thousand parts",
                typed("multipart/mixed; boundary=b", "", "--b\r\n\r\nx\r\n".repeat(5_000) + "--b--"));
        mails.put("HTML nested deep", typed("text/html", "", "<div>".repeat(100_000) + PRIVATE));
        mails.put("HTML that never closes", typed("text/html", "", "<a href=\"" + "<".repeat(100_000) + PRIVATE));
        mails.put("bare CR and LF", bytes("Subject: x\n\rX: y\r\r\n\n\r" + PRIVATE + "\n.\n"));
        mails.put("NUL and controls", bytes("Subject: \u0000\u0001\u001b[31m\r\n\r\n\u0000" + PRIVATE + "\u0000"));
        mails.put("two million bytes in one line", mail("x", "y".repeat(2_000_000)));
        mails.put("two million bytes in short lines", mail("x", (PRIVATE + "\r\n").repeat(200_000)));
        Map<String, Function<CheckHarness, CompletableFuture<Verdict>>> questions = new LinkedHashMap<>();
        mails.forEach((name, content) -> questions.put(name, harness -> harness.ask(Golden.MAIL, content)));
        return questions;
    }

    static byte[] mail(String subject, String text) {
        return bytes("From: a@client.example\r\nTo: alice@postern.test\r\nSubject: " + subject + "\r\n\r\n" + text);
    }

    private static byte[] typed(String type, String encoding, String body) {
        return bytes("MIME-Version: 1.0\r\nContent-Type: " + type + "\r\nContent-Transfer-Encoding: " + encoding
                + "\r\n\r\n" + body);
    }

    private static byte[] nested(int depth) {
        StringBuilder mail = new StringBuilder();
        for (int i = 0; i < depth; i++) {
            mail.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\r\n\r\n--b")
                    .append(i)
                    .append("\r\n");
        }
        return bytes(mail.append("\r\n").append(PRIVATE).toString());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static String ip() {
        return Golden.SESSION.clientIp();
    }

    private static Session session(String clientIp, @Nullable String helo) {
        Session golden = Golden.SESSION;
        return new Session(
                golden.id(),
                golden.host(),
                golden.instance(),
                golden.listener(),
                clientIp,
                golden.clientPort(),
                golden.openedAt(),
                helo,
                golden.protocol(),
                golden.user(),
                golden.tls(),
                golden.outgoing());
    }

    /** Fit for a test's name. */
    private static String shown(String name) {
        String printable = name.replaceAll("[^\\x21-\\x7e]", "?");
        return "'" + (printable.length() > 40 ? printable.substring(0, 40) + "..." : printable) + "'";
    }
}
