package io.postern.ingress.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.ingress.session.LegalScript.Group;
import io.postern.ingress.session.SessionLimits.BareNewlines;
import io.postern.ingress.session.StrictDialogue.Scene;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets are nothing that SMTP knows of: what is said counts, and not in which pieces it came. */
class RepliesTest {

    private static final int SCRIPTS = 120;
    private static final int CUTS = 30;

    @ParameterizedTest
    @ValueSource(strings = {"mx", "normalising", "submission"})
    void doNotDependOnHowTheBytesWereCut(String door) {
        Scene scene = scene(door);
        for (long seed = 0; seed < SCRIPTS; seed++) {
            List<Group> script = LegalScript.of(seed, door.equals("submission"));
            List<String> whole = play(scene, script, seed, left -> left, false);
            List<String> bytewise = play(scene, script, seed, left -> 1, false);
            assertThat(bytewise).as("seed %d, a byte at a time", seed).isEqualTo(whole);
            for (int cut = 0; cut < CUTS; cut++) {
                Random random = new Random(seed * CUTS + cut);
                int longest = 1 + random.nextInt(200);
                List<String> pieces = play(scene, script, seed, left -> 1 + random.nextInt(longest), cut % 2 == 0);
                assertThat(pieces).as("seed %d, cut %d", seed, cut).isEqualTo(whole);
            }
        }
    }

    /** So that the above does not compare nothing with nothing. */
    @Test
    void areOfAllKinds() {
        List<String> transcripts = new java.util.ArrayList<>();
        for (long seed = 0; seed < SCRIPTS; seed++) {
            transcripts.addAll(play(scene("mx"), LegalScript.of(seed, false), seed, left -> left, false));
            transcripts.addAll(play(scene("submission"), LegalScript.of(seed, true), seed, left -> left, false));
        }
        for (String kind : List.of(
                "mail ",
                "dropped",
                "abandoned",
                "closed",
                "334 ",
                "354 ",
                "235 ",
                "535 ",
                "221 ",
                "250 2.0.0 Ok\r\n",
                "451 ",
                "550 5.5.2 Bare LF",
                "550 5.5.2 Bare CR",
                "552 5.3.4",
                "554 5.6.0",
                "554 5.7.1",
                "554 5.4.6",
                "501 5.7.0",
                "501 5.5.2",
                "503 5.5.1 Error: only BDAT",
                "500 5.5.2 Line too long",
                "452 4.2.2")) {
            assertThat(transcripts).as(kind).anyMatch(line -> line.startsWith(kind));
        }
        assertThat(transcripts).noneMatch(line -> line.contains("synchronization"));
        assertThat(transcripts.stream().filter(line -> line.startsWith("mail ")))
                .hasSizeGreaterThan(SCRIPTS);
    }

    /**
     * @param size of the next packet, of so many bytes that are left
     * @param late whether the house takes its time to decide
     */
    private static List<String> play(Scene scene, List<Group> script, long seed, IntUnaryOperator size, boolean late) {
        Random house = new Random(seed);
        StrictDialogue dialogue = new StrictDialogue(scene, () -> {
                    char letter = "yyyyydra".charAt(house.nextInt(8));
                    return late ? Character.toUpperCase(letter) : letter;
                })
                .opens();
        for (Group group : script) {
            if (dialogue.closed() || !dialogue.last().startsWith(group.after())) {
                continue;
            }
            byte[] bytes = group.bytes().getBytes(ISO_8859_1);
            int at = 0;
            while (at < bytes.length) {
                int next = Math.min(bytes.length, at + size.applyAsInt(bytes.length - at));
                dialogue.sends(java.util.Arrays.copyOfRange(bytes, at, next));
                at = next;
            }
            dialogue.decides();
        }
        dialogue.disconnects();
        return dialogue.transcript;
    }

    private static Scene scene(String door) {
        Rules rules = door.equals("submission") ? Dialogue.SUBMISSION : Rules.PLAIN;
        BareNewlines bare = door.equals("normalising") ? BareNewlines.NORMALISE : BareNewlines.REFUSE;
        SessionLimits limits = new SessionLimits(300, 3, 9, 50, 100, 2, 512, 60, bare);
        return new Scene(ip -> rules, limits, Admission.OPEN);
    }
}
