package io.postern.system.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.postern.local.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/** What a stack made at its first start for its users and its operator: their passwords, and a certificate to be trusted. */
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

    public String operatorPassword() throws IOException {
        return Files.readString(folder.resolve("operator.password"));
    }

    /** The operator, as a client of a REST interface tells it. */
    public String operatorAuthorization() throws IOException {
        byte[] account = ("operator:" + operatorPassword()).getBytes(US_ASCII);
        return "Basic " + Base64.getEncoder().encodeToString(account);
    }

    /** Trusts the stack's own certificate, and nothing else. */
    public SSLContext trust() {
        return Trust.in(certificate());
    }
}
