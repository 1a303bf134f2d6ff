package io.postern.check.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A real rbldnsd with one zone of addresses and names: {@code ip4set}, {@code ip6trie}, {@code dnset} are files in the
 * format of rbldnsd.
 */
public final class TestRbldnsd implements AutoCloseable {

    private final String zone;
    private final TestProgram program;

    /** Whether it is installed. */
    public static boolean installed() {
        return TestProgram.installed("rbldnsd");
    }

    /**
     * Starts it.
     *
     * @param zone without a dot at the end
     * @param data files by type: {@code ip4set}, {@code ip6trie}, {@code dnset}
     */
    public TestRbldnsd(Path folder, String zone, Map<String, String> data) {
        this.zone = zone;
        InetSocketAddress address = TestProgram.freePort();
        List<String> arguments = new ArrayList<>(List.of(
                "-n",
                "-b",
                "127.0.0.1/" + address.getPort(),
                "-u",
                owner(),
                "-t",
                "60",
                "-c",
                "0",
                "-w",
                folder.toString()));
        data.forEach((type, text) -> {
            write(folder.resolve(type), "$SOA 60 " + zone + " hostmaster." + zone + " 1 600 300 86400 60\n" + text);
            arguments.add(zone + ":" + type + ":" + type);
        });
        program = TestProgram.start(address, zone + ".", folder, "rbldnsd", arguments.toArray(String[]::new));
    }

    /** It does not want to be root, whom it leaves for another; without root it stays who it is. */
    private static String owner() {
        String user = System.getProperty("user.name");
        return user.equals("root") ? "nobody" : user;
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where it listens, UDP only. */
    public InetSocketAddress address() {
        return program.address();
    }

    /** The zone it serves. */
    public String zone() {
        return zone;
    }

    /** Of the process. */
    public long pid() {
        return program.pid();
    }

    /** After {@link #close}: once more, at the same place. */
    public void again() {
        program.again(zone + ".");
    }

    @Override
    public void close() {
        program.close();
    }
}
