package io.postern.ingress.auth;

import io.postern.ingress.IngressConfig;
import io.postern.ingress.Watched;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
