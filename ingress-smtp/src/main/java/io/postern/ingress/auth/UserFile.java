package io.postern.ingress.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.postern.ingress.IngressConfig;
import io.postern.ingress.Watched;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The file of users, if there is one. Read again when it has changed; a bad one is refused and the last good one stays in
 * force.
 */
@Singleton
class UserFile implements Supplier<Users>, Watched {

    private static final Logger LOG = Logger.getLogger(UserFile.class);
    private static final long MAX_SIZE = 16L * 1024 * 1024;

    /**
     * Over three times the least that RFC 7677 allows. A client on a phone computes them too, and we for PLAIN: some ten
     * milliseconds.
     */
    private static final int ITERATIONS = 15_000;

    private static final int SALT = 16;

    private final @Nullable Path file;
    private volatile Users users = Users.NONE;
    private String seen = "";
    private String complaint = "";

    /** @throws IllegalArgumentException naming key, file, line and fault, if there is no good file to start with */
    UserFile(IngressConfig config) {
        this.file = config.auth().userFile().orElse(null);
        if (file != null) {
            try {
                seen = read(file);
                users = Users.parse(seen);
            } catch (IOException | IllegalArgumentException e) {
                throw new IllegalArgumentException("postern.ingress.auth.user-file: " + file + ": " + reason(e), e);
            }
        }
    }

    /** Whether there is such a file. */
    boolean configured() {
        return file != null;
    }

    /** The users in force. */
    @Override
    public Users get() {
        return users;
    }

    @Override
    public void look() {
        if (file == null) {
            return;
        }
        try {
            String text = read(file);
            if (text.equals(seen)) {
                return;
            }
            seen = text;
            users = Users.parse(text);
            complaint = "";
            LOG.infof("users adopted file=%s users=%d", file, users.size());
        } catch (IOException | IllegalArgumentException e) {
            complain(reason(e));
        }
    }

    /** Once for each cause, not at every look. */
    private void complain(String cause) {
        if (!cause.equals(complaint)) {
            complaint = cause;
            LOG.errorf("users refused, the last good ones stay file=%s users=%d cause=%s", file, users.size(), cause);
        }
    }

    private static String read(Path file) throws IOException {
        if (Files.size(file) > MAX_SIZE) {
            throw new IllegalArgumentException("larger than " + MAX_SIZE + " bytes");
        }
        return Files.readString(file);
    }

    private static String reason(Exception e) {
        if (e instanceof CharacterCodingException) {
            return "not in UTF-8";
        }
        return e instanceof IOException ? "cannot be read: " + e : String.valueOf(e.getMessage());
    }

    /**
     * A line for the file, of a user and his password.
     *
     * @return without the line's end
     * @throws IllegalArgumentException if it is no name, or the password is empty or has more than 512 bytes
     */
    static String line(String name, char[] password) {
        if (!Users.isName(name) || name.indexOf(':') >= 0 || name.startsWith("#")) {
            throw new IllegalArgumentException("not a name of a user");
        }
        if (password.length == 0 || new String(password).getBytes(UTF_8).length > Mechanism.MAX_PASSWORD) {
            throw new IllegalArgumentException("a password has 1 to " + Mechanism.MAX_PASSWORD + " bytes");
        }
        byte[] salt = new byte[SALT];
        new SecureRandom().nextBytes(salt);
        return name + ":{" + ScramMechanism.NAME + "}"
                + ScramKeys.of(password, ITERATIONS, salt).text();
    }
}
