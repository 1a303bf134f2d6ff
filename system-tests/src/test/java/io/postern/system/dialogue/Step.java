package io.postern.system.dialogue;

import java.time.Duration;
import java.util.List;

/** One step of a dialogue. */
sealed interface Step {

    /** The client sends this in one packet. */
    @SuppressWarnings("ArrayRecordComponent") // sent, never compared
    record Send(byte[] packet) implements Step {}

    /** The server replies; one pattern a line, {@link #ANY_LINES} for any number of them. */
    record Expect(List<Glob> lines) implements Step {

        static final Glob ANY_LINES = new Glob("...");

        boolean matches(List<String> reply) {
            int any = lines.indexOf(ANY_LINES);
            if (any < 0) {
                return lines.size() == reply.size() && allMatch(lines, reply);
            }
            List<Glob> tail = lines.subList(any + 1, lines.size());
            return reply.size() >= any + tail.size()
                    && allMatch(lines.subList(0, any), reply.subList(0, any))
                    && allMatch(tail, reply.subList(reply.size() - tail.size(), reply.size()));
        }

        private static boolean allMatch(List<Glob> patterns, List<String> lines) {
            for (int i = 0; i < patterns.size(); i++) {
                if (!patterns.get(i).matches(lines.get(i))) {
                    return false;
                }
            }
            return true;
        }
    }

    /** The client hangs up and comes anew, from this address. */
    record Connect(String address) implements Step {}

    /** The client does something else. */
    record Wait(Duration time) implements Step {}

    /** The server closes the connection. */
    record ExpectClosed() implements Step {}
}
