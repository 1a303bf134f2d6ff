package io.postern.check.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A real unbound that resolves some zones at the servers it is told and nothing else. It forgets within a second that a
 * server was away.
 */
public final class TestUnbound implements AutoCloseable {

    private final TestProgram program;

    private static String settings(int port, Path folder, String open, String stubs) {
        return """
                server:
                  interface: 127.0.0.1@%d
                  port: %d
                  username: ""
                  chroot: ""
                  directory: "%s"
                  pidfile: ""
                  logfile: ""
                  use-syslog: no
                  do-daemonize: no
                  num-threads: 1
                  module-config: "iterator"
                  do-not-query-localhost: no
                  infra-host-ttl: 1
                  infra-keep-probing: yes
                  cache-max-negative-ttl: 60
                  local-zone: "test." nodefault
                  local-zone: "127.in-addr.arpa." nodefault
                  local-zone: "." refuse
                %s
                remote-control:
                  control-enable: no
                %s
                """.formatted(port, port, folder, open, stubs);
    }

    /** Whether it is installed. */
    public static boolean installed() {
        return TestProgram.installed("unbound");
    }

    /**
     * Starts it.
     *
     * @param zones who serves which zone, without a dot at the end
     */
    public TestUnbound(Path folder, Map<String, InetSocketAddress> zones) {
        InetSocketAddress address = TestProgram.freePort();
        String open = zones.keySet().stream()
                .map(zone -> "  local-zone: \"" + zone + ".\" transparent")
                .collect(Collectors.joining("\n"));
        String stubs = zones.entrySet().stream()
                .map(zone -> "stub-zone:\n  name: \"" + zone.getKey() + ".\"\n  stub-addr: 127.0.0.1@"
                        + zone.getValue().getPort() + "\n  stub-prime: no")
                .collect(Collectors.joining("\n"));
        Path settings = folder.resolve("unbound.conf");
        try {
            Files.writeString(settings, settings(address.getPort(), folder, open, stubs));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        program = TestProgram.start(address, "test.", folder, "unbound", "-d", "-c", settings.toString());
    }

    /** Where it listens, UDP and TCP. */
    public InetSocketAddress address() {
        return program.address();
    }

    @Override
    public void close() {
        program.close();
    }
}
