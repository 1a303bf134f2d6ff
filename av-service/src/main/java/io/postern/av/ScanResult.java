package io.postern.av;

import java.util.Locale;

/**
 * What came of one scan.
 *
 * @param kind which of the things that can come of it
 * @param about the virus' name, or the cause; printable ASCII of bounded length, empty if there is nothing to say
 * @param engine who scanned; empty if none did
 * @param version of engine and signatures
 */
record ScanResult(Kind kind, String about, String engine, String version) {

    /** What can come of a scan, the worst first. */
    enum Kind {
        FOUND("a virus"),
        ENGINE_ERROR("the engine could not scan it"),
        ENGINE_GONE("no engine is there"),
        TIME_OUT("not scanned in time"),
        UNSCANNABLE("there is something in it that cannot be looked into"),
        TOO_LARGE("larger than what the engine takes"),
        CLEAN("nothing found");

        /** For the operator. */
        final String text;

        Kind(String text) {
            this.text = text;
        }

        /** {@code too-large}. */
        String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** Whether it only says that something could not be found out. */
        boolean error() {
            return this == ENGINE_ERROR || this == ENGINE_GONE || this == TIME_OUT;
        }
    }

    /** Nobody could scan it. */
    static ScanResult failed(Kind kind, String about) {
        return new ScanResult(kind, about, "", "");
    }
}
