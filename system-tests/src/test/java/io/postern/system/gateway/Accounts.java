package io.postern.system.gateway;

import io.postern.local.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/** What a stack made for its users at its first start: their passwords, and a certificate to be trusted. */
public record Accounts(Path folder) {

    public Path certificate() {
        return folder.resolve("tls").resolve("chain.pem");
    }

    public Path key() {
        return folder.resolve("tls").resolve("key.pem");
    }

    /** The user file of the ingress. */
    public Path users() {
        return folder.resolve("config").resolve("users");
    }

    public String password(String user) throws IOException {
        try (Stream<String> lines = Files.lines(folder.resolve("credentials"))) {
            return lines.filter(line -> line.startsWith(user + " "))
                    .map(line -> line.substring(user.length() + 1).strip())
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no credentials of " + user));
        }
    }

    /** Trusts the stack's own certificate, and nothing else. */
    public SSLContext trust() {
        return Trust.in(certificate());
    }
}
