package io.postern.local;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Objects;

/** The commands of the {@code postern} script that concern a stack. */
public final class Main {

    private Main() {}

    /** Ends with status 0 if all is well, 1 if not, 2 if the command was not understood. */
    public static void main(String... words) {
        System.exit(run(System.out, System.err, words));
    }

    private static int run(PrintStream out, PrintStream err, String... words) {
        try {
            Arguments arguments = Arguments.parse(words);
            Path checkout = Path.of(System.getProperty("postern.checkout", "."));
            StackOptions options = StackOptions.of(
                            checkout, Objects.requireNonNullElse(arguments.data(), checkout.resolve(".postern")))
                    .withPortOffset(arguments.portOffset());
            String otlp = System.getenv("POSTERN_OTLP_ENDPOINT");
            if (otlp != null && !otlp.isBlank()) {
                options = options.withOtlpEndpoint(otlp);
            }
            if (arguments.trace()) {
                options = TraceViewer.in(options);
            }
            return switch (arguments.command()) {
                case UP -> arguments.detach() ? Up.detached(options, out) : Up.attached(options, out);
                case SERVE -> Up.serve(options, out);
                case DOWN -> Down.run(options.folder(), out);
                case STATUS -> Status.run(options.folder(), out);
                case DEMO -> Demo.run(options.folder(), out);
            };
        } catch (IllegalArgumentException e) {
            err.println("postern: " + e.getMessage());
            return 2;
        } catch (StackFailed e) {
            err.println("postern: " + e.getMessage());
            return 1;
        }
    }
}
