package io.postern.system.dialogue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.postern.system.smtp.SmtpClient;
import io.postern.system.smtp.SmtpReply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was said in a dialogue. Fails where the server says what it must not, and shows all that went before. */
public final class Transcript {

    private static final int SHOWN = 400;

    private final StringBuilder text = new StringBuilder();
    private final List<String> mailIds = new ArrayList<>();
    private boolean extended;
    private String lastCommand = "";

    /** The ids of the mails that were promised to be delivered, in order. */
    public List<String> mailIds() {
        return List.copyOf(mailIds);
    }

    /** The client comes anew. */
    void connected(String address) {
        text.append("A: ").append(address).append('\n');
        extended = false;
        lastCommand = "";
    }

    void said(byte[] packet) {
        String said = new String(packet, ISO_8859_1);
        String shown = said.length() <= SHOWN ? said : said.substring(0, SHOWN) + "... " + said.length() + " bytes";
        shown.lines().forEach(line -> text.append("C: ").append(line).append('\n'));
        lastCommand = said;
    }

    void heard(SmtpClient client, Step.Expect expected) throws IOException {
        SmtpReply reply;
        try {
            reply = client.read();
        } catch (IOException e) {
            throw new AssertionError(text + "S: " + e.getMessage() + "\nexpected: " + expected.lines(), e);
        }
        reply.lines().forEach(line -> text.append("S: ").append(line).append('\n'));
        if (!expected.matches(reply.lines())) {
            throw new AssertionError(text + "expected: " + expected.lines());
        }
        requireStatus(reply);
        Optional.of(reply).flatMap(SmtpReply::queuedAs).ifPresent(mailIds::add);
    }

    void closed(SmtpClient client) throws IOException {
        if (!client.closedByServer()) {
            throw new AssertionError(text + "expected: the connection closed");
        }
    }

    /** RFC 2034: every 2xx, 4xx and 5xx reply carries a status code, but the banner and those to HELO and EHLO. */
    private void requireStatus(SmtpReply reply) {
        if (reply.code() == 250 && lastCommand.startsWith("EHLO")) {
            extended = true;
        } else if (extended && reply.code() / 100 != 3 && reply.status().isEmpty()) {
            throw new AssertionError(text + "expected: an enhanced status code");
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
