package io.postern.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The one folder in which a stack keeps everything: {@code config} belongs to the operator, {@code mail} to the
 * recipients, {@code contents} to delivery, {@code logs}, {@code kafka} and {@code postgres} to the parts, {@code run} to the processes that live now.
 * {@code tls} and {@code credentials} are what a client needs to log in, {@code operator.password} is what an operator
 * does.
 */
record StackFolder(Path root) {

    Path config() {
        return root.resolve("config");
    }

    Path mail() {
        return root.resolve("mail");
    }

    /** Contents of mails under way that are too large for the database. */
    Path contents() {
        return root.resolve("contents");
    }

    /** What the stack shows to clients that ask for TLS, unless the operator has a certificate of his own. */
    SelfMadeCertificate certificate() {
        return new SelfMadeCertificate(root.resolve("tls"));
    }

    /** Who may log in, unless the operator has users of his own. */
    Accounts accounts() {
        return new Accounts(config().resolve("users"), root.resolve("credentials"));
    }

    /** Who may use the REST interfaces. */
    OperatorAccount operator() {
        return new OperatorAccount(root.resolve("operator.password"));
    }

    Path kafka() {
        return root.resolve("kafka");
    }

    Path postgres() {
        return root.resolve("postgres");
    }

    Path run() {
        return root.resolve("run");
    }

    Path logs() {
        return root.resolve("logs");
    }

    LogFile log(String part) {
        return new LogFile(logs().resolve(part + ".log"));
    }

    /** Where the process of a part is written down. */
    Path process(String part) {
        return run().resolve(part + ".pid");
    }

    /** Makes the folders that are missing. Only the owner may look into {@code run}, which holds a password. */
    void create() {
        try {
            for (Path folder : new Path[] {root, mail(), logs(), run()}) {
                Files.createDirectories(folder);
            }
            OwnerOnly.restrict(run());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
