package io.postern.local;

import java.io.IOException;
import java.io.UncheckedIOException;

/** The signals that Java itself cannot send. */
enum Signal {
    TERM,
    INT,
    KILL,
    STOP,
    CONT;

    /** Sends it; a process that is gone already is no error. */
    void send(long pid) {
        try {
            // The shell's own kill: small machines lack the program.
            new ProcessBuilder("sh", "-c", "kill -s \"$0\" \"$1\"", name(), Long.toString(pid))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
