package io.postern.bench;

/** A server under load. */
record Target(String host, int port) {

    /** Reads {@code HOST:PORT} or {@code PORT}, which is on this machine. */
    static Target parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "127.0.0.1" : text.substring(0, colon);
        try {
            return new Target(host, Integer.parseInt(text.substring(colon + 1)));
        } catch (NumberFormatException e) {
            throw new BadOption("not a target: " + text, e);
        }
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
