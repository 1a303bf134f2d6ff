package io.postern.ingress.auth;

import java.nio.file.Path;
import java.util.Optional;

/** Who our users are; {@code postern.ingress.auth}. */
public interface AuthSettings {

    /** A file of users with their salted hashes. Read again when it changes. */
    Optional<Path> userFile();
}
