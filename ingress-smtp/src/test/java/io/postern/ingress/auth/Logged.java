package io.postern.ingress.auth;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What this package logs, at every level, for as long as it is open. */
final class Logged extends Handler implements AutoCloseable {

    final List<String> lines = new CopyOnWriteArrayList<>();

    private final Logger logger = Logger.getLogger("io.postern.ingress.auth");
    private final @Nullable Level before = logger.getLevel();

    Logged() {
        logger.setLevel(Level.ALL);
        logger.addHandler(this);
    }

    @Override
    public void publish(LogRecord record) {
        Throwable thrown = record.getThrown();
        lines.add(record.getMessage() + (thrown == null ? "" : " " + thrown));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setLevel(before);
    }
}
