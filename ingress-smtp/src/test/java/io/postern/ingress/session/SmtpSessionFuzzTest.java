package io.postern.ingress.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.postern.contract.Session;
import io.postern.ingress.session.SessionLimits.BareNewlines;
import io.postern.ingress.session.StrictDialogue.Scene;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whatever a client sends, and whatever the house decides, the session stays in step: see {@link Referee}.
 *
 * <p>{@code mvn test} replays the inputs that were kept beside {@code smtp.dict}. To look for new ones, as long as wanted:
 *
 * <pre>JAZZER_FUZZ=1 mvn test -pl ingress-smtp -am -Dquickly -Dtest=SmtpSessionFuzzTest \
 *     -Dsurefire.failIfNoSpecifiedTests=false -Djazzer.max_duration=15m</pre>
 *
 * What it finds it writes to the kept inputs, what else is of interest to {@code .cifuzz-corpus}.
 *
 * <p>An input is a line of letters, then packets. The first letter says to which door the client comes, the others what
 * the house decides, over and over (see {@link StrictDialogue.Decisions}). A byte 0xFF ends a packet and may be followed
 * by a letter: {@code D} the house decides what it has not yet, {@code S} the spool fails, {@code E} the house ends the
 * session, {@code I} the packet comes in clear behind the next STARTTLS, and another 0xFF is one in the packet.
 */
class SmtpSessionFuzzTest {

    private static final int SEPARATOR = 0xff;
    private static final Rules TLS_REQUIRED =
            new Rules(true, false, false, true, true, false, false, false, Duration.ZERO);
    private static final Rules CLEAR_AUTH = new Rules(true, true, true, true, false, false, false, true, Duration.ZERO);

    private static final SessionLimits LIMITS = new SessionLimits(300, 3, 4, 5, 10, 3, 512, 60, BareNewlines.REFUSE);
    private static final SessionLimits NORMALISING =
            new SessionLimits(300, 3, 4, 5, 10, 3, 512, 60, BareNewlines.NORMALISE);
    private static final SessionLimits TINY = new SessionLimits(20, 1, 2, 2, 2, 0, 40, 10, BareNewlines.REFUSE);

    @FuzzTest(maxDuration = "5m")
    @DictionaryFile(resourcePath = "smtp.dict")
    void staysInStep(byte[] input) {
        int newline = 0;
        while (newline < input.length && newline < 16 && input[newline] != '\n') {
            newline++;
        }
        String letters = new String(input, 0, newline, ISO_8859_1);
        char door = letters.isEmpty() ? 'M' : letters.charAt(0);
        StrictDialogue dialogue = new StrictDialogue(scene(door, letters), decisions(letters, 1));
        if (door == 'I') {
            dialogue.encrypted();
        }
        if (door != 'E') {
            dialogue.opens();
        }
        play(dialogue, input, newline + 1);
        if (door == 'E') {
            dialogue.opens();
        }
        dialogue.decides();
        dialogue.disconnects();
    }

    private static Scene scene(char door, String letters) {
        return switch (door) {
            case 'T' -> new Scene(ip -> Dialogue.MX, LIMITS, Admission.OPEN);
            case 'S', 'I' -> new Scene(ip -> Dialogue.SUBMISSION, LIMITS, Admission.OPEN);
            case 'R' -> new Scene(ip -> TLS_REQUIRED, LIMITS, Admission.OPEN);
            case 'C' -> new Scene(ip -> CLEAR_AUTH, NORMALISING, Admission.OPEN);
            case 'X' ->
                new Scene(ip -> ip.equals(Dialogue.CLIENT) ? Dialogue.PROXY : Dialogue.MX, LIMITS, Admission.OPEN);
            case 'A' -> new Scene(ip -> Rules.PLAIN, LIMITS, new Choosy(decisions(letters, 1)));
            case 'L' -> new Scene(ip -> Dialogue.MX, TINY, Admission.OPEN);
            case 'N' -> new Scene(ip -> Rules.PLAIN, NORMALISING, Admission.OPEN);
            default -> new Scene(ip -> Rules.PLAIN, LIMITS, Admission.OPEN);
        };
    }

    private static StrictDialogue.Decisions decisions(String letters, int from) {
        int[] at = {0};
        return () -> letters.length() <= from ? 'y' : letters.charAt(from + at[0]++ % (letters.length() - from));
    }

    private static void play(StrictDialogue dialogue, byte[] input, int from) {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        for (int at = from; at < input.length; at++) {
            if ((input[at] & 0xff) != SEPARATOR) {
                packet.write(input[at]);
                continue;
            }
            int command = at + 1 < input.length ? input[++at] & 0xff : 0;
            if (command == SEPARATOR) {
                packet.write(SEPARATOR);
                continue;
            }
            if (command == 'I') {
                dialogue.injects(packet.toByteArray());
            } else {
                dialogue.sends(packet.toByteArray());
            }
            packet.reset();
            switch (command) {
                case 'D' -> dialogue.decides();
                case 'S' -> dialogue.spoolFails();
                case 'E' -> dialogue.ends();
                default -> {}
            }
        }
        dialogue.sends(packet.toByteArray());
    }

    /** Lets a client do only what the letters say. */
    private record Choosy(StrictDialogue.Decisions decisions) implements Admission {

        @Override
        public @Nullable Reply mail(Session session) {
            return decide();
        }

        @Override
        public @Nullable Reply recipient(Session session) {
            return decide();
        }

        @Override
        public @Nullable Reply content(Session session) {
            return decide();
        }

        private @Nullable Reply decide() {
            return switch (decisions.next()) {
                case 'd' -> Reply.of(450, "4.7.0", "Error: too much mail from you");
                case 'r' -> Reply.of(550, "5.7.1", "Error: not from you");
                case 'c' -> Reply.of(421, "4.7.0", "mx.test Error: too many");
                default -> null;
            };
        }
    }
}
