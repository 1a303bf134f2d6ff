package io.postern.ingress.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What a client that keeps to the rules might say, by chance: it pipelines where RFC 2920 lets it, waits where it has to,
 * and makes mistakes of all kinds but that of not waiting.
 */
final class LegalScript {

    /**
     * What is said in one go, before the client waits for all replies.
     *
     * @param after how the last reply must begin, else the client leaves this out
     */
    record Group(String bytes, String after) {}

    private static final String LOGIN = "AGFsaWNlAHNlY3JldA==\r\n";
    private static final List<String> RECIPIENTS = List.of(
            "<alice@here.test>",
            "<BOB@here.test>",
            "<carol+x@here.test> NOTIFY=NEVER",
            "<no@here.test>",
            "<full@here.test>",
            "<r@else.test>",
            "<postmaster>",
            "<bad",
            "<\"a b\"@here.test>");
    private static final List<String> SENDERS = List.of(
            "<alice@here.test>",
            "<>",
            "<alice@here.test> BODY=8BITMIME RET=FULL",
            "<alice@here.test> SIZE=5000",
            "<x",
            "<alice@here.test> SMTPUTF8 ENVID=1",
            "<alice@here.test> X=1");
    private static final List<String> MISTAKES = List.of(
            "FROB\r\n",
            "RCPT TO:<alice@here.test>\r\n",
            "MAIL\r\n",
            "\r\n",
            "RSET x\r\n",
            "NO\rOP\r\n",
            "RSET\n",
            "X" + "x".repeat(600) + "\r\n");
    private static final List<String> LAST_OF_GROUP =
            List.of("NOOP\r\n", "HELP\r\n", "VRFY alice\r\n", "EXPN x\r\n", "NOOP " + "x".repeat(600) + "\r\n");
    private static final List<String> LINES =
            List.of("", "text", ".", "..", ".x", "Date: x", "Received: x", "\u00e9\u0000\u00ff");

    private final Random random;
    private final List<Group> groups = new ArrayList<>();
    private final StringBuilder group = new StringBuilder();
    private String after = "";
    private boolean pipelining = true;

    private LegalScript(long seed) {
        this.random = new Random(seed);
    }

    /** @param tls whether STARTTLS is to be had, and a login behind it */
    static List<Group> of(long seed, boolean tls) {
        return new LegalScript(seed).write(tls);
    }

    private List<Group> write(boolean tls) {
        pipelining = !one(8);
        greet();
        if (tls && !one(6)) {
            alone("STARTTLS\r\n");
            greet();
        }
        if (tls && pipelining) {
            repeat(3, this::login);
        }
        int mails = 2 + random.nextInt(3);
        for (int mail = 0; mail < mails; mail++) {
            say(one(5) ? any(MISTAKES) : "");
            if (one(5)) {
                alone(any(LAST_OF_GROUP));
            }
            envelope();
            if (pipelining && one(2)) {
                chunks();
            } else {
                alone("DATA\r\n");
                only("354", content() + ".\r\n");
            }
        }
        say("QUIT\r\n");
        end();
        return groups;
    }

    private void greet() {
        alone(pipelining ? "EHLO c\r\n" : "HELO c\r\n");
    }

    private void login() {
        switch (random.nextInt(5)) {
            case 0 -> alone("AUTH PLAIN " + LOGIN);
            case 1 -> alone("AUTH FROB\r\n");
            case 2 -> alone("AUTH PLAIN !\r\n");
            default -> {
                alone("AUTH LOGIN\r\n");
                repeat(3, () -> only("334", any(List.of(LOGIN, "AAAA\r\n", "*\r\n", "!\r\n", "\r\n", LOGIN))));
            }
        }
        only("334", "*\r\n");
    }

    private void envelope() {
        say("MAIL FROM:" + any(SENDERS) + "\r\n");
        repeat(5, () -> say("RCPT TO:" + any(RECIPIENTS) + "\r\n"));
        if (one(4)) {
            say("RSET\r\nMAIL FROM:<alice@here.test>\r\nRCPT TO:<alice@here.test>\r\n");
        }
    }

    private void chunks() {
        String content = content();
        int at = 0;
        while (at < content.length() && !one(4)) {
            int size = random.nextInt(content.length() - at + 1);
            say("BDAT " + size + "\r\n" + content.substring(at, at + size));
            at += size;
            say(one(10) ? any(MISTAKES) : "");
        }
        say(one(10) ? "RSET\r\n" : "BDAT " + (content.length() - at) + " LAST\r\n" + content.substring(at));
    }

    /** Lines, all with their ends; one that is wrong at most, so that there is but one reason to refuse them. */
    private String content() {
        StringBuilder content = new StringBuilder();
        repeat(12, () -> content.append(any(LINES)).append("\r\n"));
        switch (random.nextInt(12)) {
            case 0 -> content.append("x".repeat(61)).append("\r\n");
            case 1 -> content.append("a\n.\nb\r\n");
            case 2 -> content.append("a\r.\rb\r\n");
            case 3 -> content.append(("x".repeat(58) + "\r\n").repeat(6));
            default -> content.append("x".repeat(random.nextInt(61))).append("\r\n");
        }
        return content.toString();
    }

    private void say(String bytes) {
        group.append(bytes);
        if (!pipelining) {
            end();
        }
    }

    /** Nothing may follow it. */
    private void alone(String bytes) {
        say(bytes);
        end();
    }

    /** Makes sense only after such a reply. */
    private void only(String after, String bytes) {
        end();
        this.after = after;
        say(bytes);
        // The end of data is not the last of its group, but what is left out must be whole.
        end();
    }

    private void end() {
        if (!group.isEmpty()) {
            groups.add(new Group(group.toString(), after));
            group.setLength(0);
        }
        after = "";
    }

    private void repeat(int atMost, Runnable what) {
        int times = random.nextInt(atMost + 1);
        for (int time = 0; time < times; time++) {
            what.run();
        }
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private boolean one(int in) {
        return random.nextInt(in) == 0;
    }
}
