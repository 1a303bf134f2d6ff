package io.postern.ingress.session;

import static io.postern.ingress.session.Referee.must;

import io.postern.ingress.session.ClientBytes.Unit;
import java.util.Map;
import java.util.Set;

/** Which replies belong to which command (RFC 5321 section 4.3.2, and the extensions' own). */
final class Answers {

    /** With what a command is answered if the answer is yes. */
    private static final Map<String, Set<Integer>> YES = Map.ofEntries(
            Map.entry("EHLO", Set.of(250)),
            Map.entry("HELO", Set.of(250)),
            Map.entry("STARTTLS", Set.of(220)),
            Map.entry("AUTH", Set.of(235, 334)),
            Map.entry("MAIL", Set.of(250)),
            Map.entry("RCPT", Set.of(250)),
            Map.entry("DATA", Set.of(354)),
            Map.entry("BDAT", Set.of(250)),
            Map.entry("RSET", Set.of(250)),
            Map.entry("NOOP", Set.of(250)),
            Map.entry("HELP", Set.of(214)),
            Map.entry("VRFY", Set.of(252)),
            Map.entry("QUIT", Set.of(221)),
            Map.entry("XCLIENT", Set.of(220)));

    private Answers() {}

    /** Fails if the reply is another command's, or takes a line for what it is not. */
    static void check(Unit command, Reply reply) {
        if (command.faulty()) {
            must(reply.code() == 500, "not said of a faulty line: ", reply);
            return;
        }
        Set<Integer> yes = YES.getOrDefault(command.verb(), Set.of());
        must(!reply.positive() || yes.contains(reply.code()), "another command's answer: ", reply);
        // XCLIENT is known to some only.
        boolean known = !yes.isEmpty() && !command.verb().equals("XCLIENT");
        must(reply.code() != 500 || !known, "a command that is known: ", command);
    }
}
