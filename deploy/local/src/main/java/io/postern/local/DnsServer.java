package io.postern.local;

import io.postern.local.dns.NameServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.xbill.DNS.Message;

/** The one name server of a stack: the zones of the operator, and nothing of the world outside. */
record DnsServer(StackOptions options) implements Program {

    static final String NAME = "dns";

    /** The resolvers of a service. */
    private static final String SERVERS = "postern.dns.servers";

    private static final int HEAP = 32;

    /** The folder of the zones, in that of the settings. */
    private static final String ZONES = "dns";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Port> ports() {
        return List.of(Port.DNS);
    }

    /** Keeps what is built now, as of a service: the name server's classes are in the supervisor's jar. */
    @Override
    public void prepare() {
        try {
            Samples.copyOnce(options.folder().config(), ZONES);
            code().snapshot();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<String> command() {
        List<String> command = Jvm.command(HEAP);
        // There is no log of the library's: it would not say more than the answers do.
        command.addAll(List.of("-Dslf4j.internal.verbosity=ERROR", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-cp", code().classPath(), NameServer.class.getName()));
        command.add(options.folder().config().resolve(ZONES).toString());
        command.add(Integer.toString(options.port(Port.DNS)));
        return command;
    }

    @Override
    public Map<String, String> environment() {
        return Jvm.ENVIRONMENT;
    }

    @Override
    public boolean ready() {
        return Probe.dns(options.port(Port.DNS));
    }

    /** Tells a service to ask this one, unless the operator has told it whom to ask. */
    static Map<String, Object> askedBy(String service, StackOptions at) {
        boolean told = OperatorsFile.of(service, at.folder()).sets(SERVERS);
        return told ? Map.of() : Map.of(SERVERS, at.address(Port.DNS));
    }

    /** Of the name server, of its library, and of what that needs. */
    private CodeCopy code() {
        return new CodeCopy(
                options.folder().run().resolve("app").resolve(NAME),
                List.of(NameServer.class, Message.class, Logger.class));
    }
}
