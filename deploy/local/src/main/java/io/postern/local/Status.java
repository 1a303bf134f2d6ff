package io.postern.local;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Shows the parts of a stack and what it promises. */
final class Status {

    private Status() {}

    /** @return 0 only if every part is ready */
    static int run(StackFolder folder, PrintStream out) {
        Optional<RunningStack> found = RunningStack.find(folder);
        if (found.isEmpty()) {
            out.println("no stack runs with " + folder.root());
            return 1;
        }
        RunningStack stack = found.get();
        Table table = new Table("part", "port", "state", "log file");
        boolean ready = true;
        for (Program program : Programs.all(stack.options())) {
            RunningStack.State state = stack.state(program);
            ready &= state == RunningStack.State.READY;
            table.row(
                    program.name(),
                    ports(program.ports(), stack.options()),
                    state.toString(),
                    folder.log(program.name()).path().toString());
        }
        out.print(table);
        if (!stack.supervisor().alive()) {
            out.println("The supervisor is gone: nothing starts a part that dies. Stop the rest with ./postern down");
            ready = false;
        }
        out.println("Durability: single broker: content and approved topics are flushed to disk before the"
                + " acknowledgement");
        if (stack.options().parts().contains(AvPlaces.SERVICE)) {
            out.println(AvPlaces.told(stack.options()));
        }
        if (stack.options().parts().contains(IngressPlaces.SERVICE)) {
            out.println(login(folder));
        }
        if (TraceViewer.shown(stack.options())) {
            out.println("Traces: " + new TraceViewer(stack.options()).page());
        }
        return ready ? 0 : 1;
    }

    /** What a client needs to know before it can log in. */
    private static String login(StackFolder folder) {
        Path chain = IngressPlaces.chain(folder);
        Path users = IngressPlaces.users(folder);
        boolean selfMade = chain.equals(folder.certificate().chain());
        boolean ours = users.equals(folder.accounts().users());
        return "Login: under TLS, %s %s; %s %s"
                .formatted(
                        selfMade ? "self-made certificate" : "certificate",
                        chain,
                        ours ? "passwords in" : "users of",
                        ours ? folder.accounts().credentials() : users);
    }

    private static String ports(List<Port> ports, StackOptions options) {
        return ports.stream().map(port -> Integer.toString(options.port(port))).collect(Collectors.joining(", "));
    }
}
