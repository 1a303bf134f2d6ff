package io.postern.system.dialogue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.postern.system.smtp.SmtpClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A dialogue between an SMTP client and a server. As text:
 *
 * <pre>
 * # The claim, in one line.
 * S: 220 * ESMTP *          what the server must say; * is anything
 * C: EHLO client.example    what the client says; lines that follow one another go out in one packet
 * S: 250-...                any number of lines of a reply
 * S: 250 SIZE *             the last line of a reply
 * C*3: NOOP                 a line three times; S*3: likewise
 * C: &#64;mail.eml              a file beside the dialogue as mail data, dots stuffed, with the end of data
 * c: NOOP\n                 raw bytes: \r \n \\ and \xHH, no line end added
 * S: &lt;closed&gt;               the server closes the connection
 * A: 127.3.1.1              the client hangs up and comes anew from this address
 * W: 2500ms                 the client waits
 * </pre>
 */
public final class Dialogue {

    private static final Pattern LINE = Pattern.compile("([CcSAW])(?:\\*(\\d+))?: ?(.*)");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:x([0-9a-fA-F]{2})|(.))");

    private final String claim;
    private final List<Step> steps;

    private Dialogue(String claim, List<Step> steps) {
        this.claim = claim;
        this.steps = List.copyOf(steps);
    }

    /** The first line, without its {@code #}. */
    public String claim() {
        return claim;
    }

    /** Reads {@code dialogue.txt} of the folder. */
    public static Dialogue read(Path folder) throws IOException {
        return parse(Files.readString(folder.resolve("dialogue.txt"), UTF_8), folder);
    }

    /** @param folder where the files are that the dialogue names */
    static Dialogue parse(String text, Path folder) throws IOException {
        List<Step> steps = new ArrayList<>();
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        List<Glob> reply = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            Matcher parts = LINE.matcher(line);
            if (!parts.matches()) {
                throw new IOException("not a line of a dialogue: " + line);
            }
            int times = parts.group(2) == null ? 1 : Integer.parseInt(parts.group(2));
            for (int i = 0; i < times; i++) {
                switch (parts.group(1)) {
                    case "C" -> packet.writeBytes(said(parts.group(3), folder));
                    case "c" -> packet.writeBytes(raw(parts.group(3)));
                    case "A" -> {
                        flush(packet, steps);
                        steps.add(new Step.Connect(parts.group(3)));
                    }
                    case "W" -> {
                        flush(packet, steps);
                        steps.add(new Step.Wait(
                                Duration.ofMillis(Long.parseLong(parts.group(3).replace("ms", "")))));
                    }
                    default -> {
                        flush(packet, steps);
                        expect(parts.group(3), reply, steps);
                    }
                }
            }
        }
        flush(packet, steps);
        return new Dialogue(text.lines().findFirst().orElse("").replaceFirst("^#\\s*", ""), steps);
    }

    /** Plays the client's part. */
    public Transcript play(int port) throws IOException {
        Transcript transcript = new Transcript();
        SmtpClient client = steps.getFirst() instanceof Step.Connect ? null : SmtpClient.connect(port);
        try {
            for (Step step : steps) {
                if (step instanceof Step.Connect connect) {
                    close(client);
                    transcript.connected(connect.address());
                    client = SmtpClient.connect(connect.address(), port);
                } else if (client != null) {
                    play(step, client, transcript);
                }
            }
        } finally {
            close(client);
        }
        return transcript;
    }

    private static void play(Step step, SmtpClient client, Transcript transcript) throws IOException {
        switch (step) {
            case Step.Send send -> {
                transcript.said(send.packet());
                client.send(send.packet());
            }
            case Step.Expect expect -> transcript.heard(client, expect);
            case Step.ExpectClosed closed -> transcript.closed(client);
            case Step.Wait waiting -> pause(waiting.time());
            case Step.Connect connect -> throw new IllegalStateException("played by the dialogue itself");
        }
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void close(@Nullable SmtpClient client) throws IOException {
        if (client != null) {
            client.close();
        }
    }

    private static byte[] said(String text, Path folder) throws IOException {
        return text.startsWith("@")
                ? SmtpClient.endOfData(Files.readAllBytes(folder.resolve(text.substring(1))))
                : (text + "\r\n").getBytes(UTF_8);
    }

    private static byte[] raw(String text) {
        return ESCAPE.matcher(text)
                .replaceAll(escape -> Matcher.quoteReplacement(
                        escape.group(1) != null
                                ? Character.toString(Integer.parseInt(escape.group(1), 16))
                                : switch (escape.group(2)) {
                                    case "r" -> "\r";
                                    case "n" -> "\n";
                                    default -> escape.group(2);
                                }))
                .getBytes(ISO_8859_1);
    }

    private static void flush(ByteArrayOutputStream packet, List<Step> steps) {
        if (packet.size() > 0) {
            steps.add(new Step.Send(packet.toByteArray()));
            packet.reset();
        }
    }

    private static void expect(String pattern, List<Glob> reply, List<Step> steps) {
        if (pattern.equals("<closed>")) {
            steps.add(new Step.ExpectClosed());
            return;
        }
        boolean more = pattern.length() > 3 && pattern.charAt(3) == '-';
        reply.add(more && pattern.endsWith("-...") ? Step.Expect.ANY_LINES : new Glob(pattern));
        if (!more) {
            steps.add(new Step.Expect(List.copyOf(reply)));
            reply.clear();
        }
    }
}
