package io.postern.local;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The programs of a stack, as far as its options choose them, in the order of the start. */
final class Programs {

    /** The names of all that every stack has. */
    static final List<String> NAMES = Stream.concat(
                    Stream.of(KafkaBroker.NAME, PostgresServer.NAME, DnsServer.NAME),
                    QuarkusService.ALL.stream().map(QuarkusService::name))
            .toList();

    private Programs() {}

    /** The names of all that can run here. */
    static Set<String> here() {
        Set<String> names = new HashSet<>(NAMES);
        if (Clamd.startable()) {
            names.add(Clamd.NAME);
        }
        return names;
    }

    static List<Program> all(StackOptions options) {
        return Stream.concat(infrastructure(options).stream(), services(options).stream())
                .toList();
    }

    /** What the services need. */
    static List<Program> infrastructure(StackOptions options) {
        return chosen(
                options,
                Stream.of(
                        new KafkaBroker(options),
                        new PostgresServer(options),
                        new DnsServer(options),
                        new Clamd(options),
                        new TraceViewer(options),
                        new TraceReceiver(options)));
    }

    static List<Program> services(StackOptions options) {
        return chosen(options, QuarkusService.ALL.stream().map(service -> service.in(options)));
    }

    private static List<Program> chosen(StackOptions options, Stream<Program> programs) {
        return programs.filter(program -> options.parts().contains(program.name()))
                .toList();
    }
}
