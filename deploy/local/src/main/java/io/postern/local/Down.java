package io.postern.local;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;

/** Stops a stack from outside, also one that has lost its supervisor. */
final class Down {

    /** Longer than the supervisor needs if every part has to be killed. */
    private static final Duration GRACE = Duration.ofMinutes(3);

    private Down() {}

    static int run(StackFolder folder, PrintStream out) {
        Optional<RunningStack> stack = RunningStack.find(folder);
        if (stack.isEmpty()) {
            out.println("no stack runs with " + folder.root());
            return 0;
        }
        KnownProcess supervisor = stack.get().supervisor();
        if (supervisor.alive()) {
            out.println("stopping the stack of " + folder.root());
            supervisor.end(Signal.TERM, GRACE);
        }
        try (StackLock lock = StackLock.take(folder)
                .orElseThrow(() -> new StackFailed("the stack of " + folder.root() + " does not stop"))) {
            Orphans.end(lock, out::println);
            RunningStack.forget(folder);
        }
        out.println("stopped");
        return 0;
    }
}
