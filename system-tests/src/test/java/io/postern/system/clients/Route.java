package io.postern.system.clients;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A way to hand in a mail.
 *
 * @param security of the connection
 * @param certificate to be trusted
 * @param user who logs in; nobody if empty
 */
public record Route(
        String host,
        int port,
        Security security,
        Path certificate,
        String user,
        String password,
        String sender,
        String recipient) {

    /** How the connection is encrypted. */
    public enum Security {
        CLEAR,
        STARTTLS,
        TLS
    }

    /** Whether it takes SMTPUTF8. */
    boolean international() {
        return !(sender + recipient).chars().allMatch(c -> c < 128);
    }

    boolean login() {
        return !user.isEmpty();
    }

    /** As the scripts take it. */
    List<String> arguments() {
        return List.of(
                host,
                Integer.toString(port),
                security.name().toLowerCase(Locale.ROOT),
                certificate.toString(),
                user,
                sender,
                recipient);
    }
}
