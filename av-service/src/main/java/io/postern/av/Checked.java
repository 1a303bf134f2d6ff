package io.postern.av;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.time.Duration;

/** Refuses settings that cannot work, and names their key. */
final class Checked {

    private Checked() {}

    static void atLeast(int least, String key, int value) {
        if (value < least) {
            throw new ConfigurationException("postern.av." + key + " is below " + least + ": " + value);
        }
    }

    static void positive(String key, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new ConfigurationException("postern.av." + key + " is not above 0: " + value);
        }
    }
}
