package io.postern.delivery.relay;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The Dovecot of this machine, with a folder of its own and one protocol on a free port of loopback. */
public final class Dovecot implements AutoCloseable {

    private static final String PROGRAM = "/usr/sbin/dovecot";

    private final Path folder;
    private final int port;
    private final Program program;

    private Dovecot(Path folder, int port, Program program) {
        this.folder = folder;
        this.port = port;
        this.program = program;
    }

    /**
     * Starts it. Where it is not installed the test is skipped.
     *
     * @param protocol as Dovecot names it: {@code imap}
     * @param users lines of its file of users
     * @param settings more of its configuration, {@code %1$s} being the folder and {@code %2$d} the port
     */
    public static Dovecot start(String protocol, String users, String settings) throws IOException {
        assumeTrue(Program.installed(PROGRAM), "dovecot is not installed");
        assumeTrue(Program.installed("/usr/lib/dovecot/" + protocol), "dovecot has no " + protocol);
        assumeTrue(System.getProperty("user.name").equals("root"), "dovecot wants root");
        Path folder = Files.createTempDirectory("d"); // its sockets lie below, and their names may not be long
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.createDirectory(folder.resolve("mail"));
        Files.setPosixFilePermissions(folder.resolve("mail"), PosixFilePermissions.fromString("rwxrwxrwx"));
        int port = Program.freePort();
        Files.writeString(folder.resolve("users"), users);
        Path configuration = Files.writeString(
                folder.resolve("dovecot.conf"), common(folder, protocol) + settings.formatted(folder, port));
        Program program = Program.start(folder.resolve("log"), List.of(PROGRAM, "-F", "-c", configuration.toString()));
        Program.awaitPort(port);
        return new Dovecot(folder, port, program);
    }

    private static String common(Path folder, String protocol) {
        return """
                base_dir = %1$s/run
                log_path = %1$s/dovecot.log
                protocols = %2$s
                ssl = no
                mail_uid = mail
                mail_gid = mail
                first_valid_uid = 1
                plugin {
                  quota = maildir:User quota
                }
                userdb {
                  driver = passwd-file
                  args = %1$s/users
                }
                passdb {
                  driver = passwd-file
                  args = %1$s/users
                }
                """.formatted(folder, protocol);
    }

    public int port() {
        return port;
    }

    /** Where the mailboxes are. */
    public Path mail() {
        return folder.resolve("mail");
    }

    /** Where else its sockets lie. */
    public Path folder() {
        return folder;
    }

    @Override
    public void close() throws IOException {
        program.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
