package io.postern.system.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A Postfix of its own, which sends all its mail one way. It needs root, as Postfix does. */
public final class Postfix implements AutoCloseable {

    private static final List<String> SERVICES = List.of(
            "pickup unix n - n 1 1 pickup",
            "cleanup unix n - n - 0 cleanup",
            "qmgr unix n - n 1 1 qmgr",
            "rewrite unix - - n - - trivial-rewrite",
            "bounce unix - - n - 0 bounce",
            "defer unix - - n - 0 bounce",
            "trace unix - - n - 0 bounce",
            "tlsmgr unix - - n 1000? 1 tlsmgr",
            "flush unix n - n 1000? 0 flush",
            "proxymap unix - - n - - proxymap",
            "smtp unix - - n - - smtp",
            "error unix - - n - - error",
            "retry unix - - n - - error",
            "scache unix - - n - 1 scache",
            "postlog unix-dgram n - n - 1 postlogd");

    // Its sockets lie below, and their names may not be long.
    private final Path folder;

    /**
     * Starts it.
     *
     * @param route for all its mail; sender and recipient do not matter
     * @param more lines of main.cf
     */
    public Postfix(Route route, String... more) throws IOException {
        this.folder = Files.createTempDirectory("pf");
        Files.setPosixFilePermissions(folder, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
        for (String part : List.of("etc", "spool", "data")) {
            Files.createDirectory(folder.resolve(part));
        }
        Files.copy(route.certificate(), folder.resolve("etc/trusted.pem"));
        Files.writeString(folder.resolve("etc/main.cf"), main(route) + String.join("\n", more) + "\n");
        Files.write(folder.resolve("etc/master.cf"), SERVICES);
        Files.writeString(
                folder.resolve("etc/login"), nexthop(route) + " " + route.user() + ":" + route.password() + "\n");
        run("chown", "postfix", folder.resolve("data").toString());
        run("postfix", "-c", etc(), "start");
    }

    /** Whether it is on this machine and may be run. */
    public static boolean installed() {
        return Run.of(List.of("sh", "-c", "test $(id -u) = 0 && command -v postfix"), "", new byte[0])
                .succeeded();
    }

    private static String nexthop(Route route) {
        return "[" + route.host() + "]:" + route.port();
    }

    private String main(Route route) {
        return """
                compatibility_level = 3.6
                queue_directory = %1$s/spool
                data_directory = %1$s/data
                maillog_file = %1$s/mail.log
                maillog_file_prefixes = %1$s
                myhostname = sender.example
                mydestination =
                inet_interfaces = loopback-only
                relayhost = %2$s
                smtp_tls_security_level = %3$s
                smtp_tls_CAfile = %1$s/etc/trusted.pem
                smtp_tls_verify_cert_match = mail.postern.test
                smtp_tls_loglevel = 1
                smtp_sasl_auth_enable = %4$s
                smtp_sasl_password_maps = texthash:%1$s/etc/login
                smtp_sasl_security_options = noanonymous
                smtp_tls_wrappermode = %5$s
                smtputf8_enable = yes
                minimal_backoff_time = 1s
                maximal_backoff_time = 5s
                queue_run_delay = 1s
                """.formatted(
                        folder,
                        nexthop(route),
                        route.security() == Route.Security.CLEAR ? "none" : "verify",
                        route.login() ? "yes" : "no",
                        route.security() == Route.Security.TLS ? "yes" : "no");
    }

    /** Puts a mail into its queue. */
    public void send(String sender, String recipient, byte[] mail) {
        Run run = Run.of(List.of("sendmail", "-C", etc(), "-i", "-f", sender, "--", recipient), "", mail);
        if (!run.succeeded()) {
            throw new IllegalStateException("not queued: " + run.output());
        }
    }

    /** The lines of its log that hold this text. */
    public List<String> log(String text) {
        try (Stream<String> lines = Files.lines(folder.resolve("mail.log"), UTF_8)) {
            return lines.filter(line -> line.contains(text)).collect(Collectors.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String etc() {
        return folder.resolve("etc").toString();
    }

    private static void run(String... command) {
        Run run = Run.of(List.of(command), "", new byte[0]);
        if (!run.succeeded()) {
            throw new IllegalStateException(String.join(" ", command) + ": " + run.output());
        }
    }

    @Override
    public void close() throws IOException {
        run("postfix", "-c", etc(), "stop");
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
