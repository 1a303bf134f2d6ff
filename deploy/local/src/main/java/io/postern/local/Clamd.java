package io.postern.local;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The machine's anti-virus engine as a part of the stack, where it is installed with signatures and does not run already. It
 * takes a minute to start, and a gigabyte.
 */
record Clamd(StackOptions options) implements Program {

    static final String NAME = "clamd";

    private static final List<String> FOLDERS = List.of("/usr/sbin", "/usr/local/sbin", "/opt/homebrew/sbin");

    /** Where freshclam puts signatures. */
    private static final List<Path> SIGNATURES = List.of(
            Path.of("/var/lib/clamav"), Path.of("/usr/local/share/clamav"), Path.of("/opt/homebrew/var/lib/clamav"));

    /** Databases as they are distributed, and the forms in which one writes signatures of one's own. */
    private static final Pattern DATABASE = Pattern.compile(".+\\.(cvd|cld|cud|hdb|hsb|ndb|ldb|mdb|msb|yar|yara)");

    /** Where one that runs may listen. */
    private static final List<Path> SOCKETS = List.of(
            Path.of("/run/clamav/clamd.ctl"), Path.of("/run/clamd.scan/clamd.sock"), Path.of("/tmp/clamd.socket"));

    private static final int USUAL_PORT = 3310;

    /** As many as the ingress takes in one mail, and some. */
    private static final String LARGEST = "100M";

    /** Whether it can be started here. */
    static boolean startable() {
        return running().isEmpty() && program().isPresent() && signatures().isPresent();
    }

    /** Where one listens that is not ours: an address, or the path of a socket. */
    static Optional<String> running() {
        if (Probe.clamd(USUAL_PORT)) {
            return Optional.of("127.0.0.1:" + USUAL_PORT);
        }
        return SOCKETS.stream().filter(Probe::clamd).findFirst().map(Path::toString);
    }

    private static Optional<Path> program() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.concat(Arrays.stream(path.split(File.pathSeparator, -1)), FOLDERS.stream())
                .map(folder -> Path.of(folder).resolve(NAME))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Optional<Path> signatures() {
        return SIGNATURES.stream().filter(Clamd::hasSome).findFirst();
    }

    private static boolean hasSome(Path folder) {
        String[] names = folder.toFile().list();
        return names != null
                && Arrays.stream(names).anyMatch(name -> DATABASE.matcher(name).matches());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Port> ports() {
        return List.of(Port.CLAMD);
    }

    @Override
    public void prepare() {
        Path signatures = signatures().orElseThrow(() -> new StackFailed("clamd has no signatures; run freshclam"));
        try {
            Files.createDirectories(temporary());
            Files.write(config(), settings(signatures));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines of its configuration. */
    List<String> settings(Path signatures) {
        return List.of(
                "Foreground yes",
                "DatabaseDirectory " + signatures,
                "TemporaryDirectory " + temporary(),
                "TCPAddr 127.0.0.1",
                "TCPSocket " + options.port(Port.CLAMD),
                "StreamMaxLength " + LARGEST,
                "MaxFileSize " + LARGEST,
                "MaxScanSize 400M",
                "AlertEncrypted yes",
                "AlertExceedsMax yes");
    }

    @Override
    public List<String> command() {
        Path program = program().orElseThrow(() -> new StackFailed("clamd is not installed any more"));
        return List.of(program.toString(), "--config-file=" + config());
    }

    @Override
    public Map<String, String> environment() {
        return Map.of();
    }

    @Override
    public boolean ready() {
        return Probe.clamd(options.port(Port.CLAMD));
    }

    private Path config() {
        return options.folder().run().resolve("clamd.conf");
    }

    private Path temporary() {
        return options.folder().run().resolve("clamd");
    }
}
