package io.postern.delivery.api;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What a class writes into the log. */
final class Lines extends Handler implements AutoCloseable {

    private final List<String> written = new CopyOnWriteArrayList<>();
    private final Logger logger;

    private Lines(Logger logger) {
        this.logger = logger;
    }

    static Lines of(Class<?> writer) {
        Lines lines = new Lines(Logger.getLogger(writer.getName()));
        lines.logger.addHandler(lines);
        return lines;
    }

    List<String> written() {
        return List.copyOf(written);
    }

    @Override
    public void publish(LogRecord line) {
        written.add(line.getMessage().formatted(line.getParameters()));
    }

    @Override
    public void flush() {
        // nothing is held
    }

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
