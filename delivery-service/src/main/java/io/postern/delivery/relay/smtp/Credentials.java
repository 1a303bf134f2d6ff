package io.postern.delivery.relay.smtp;

/** Who we are to a smarthost. */
public record Credentials(String user, String password) {

    /** Without the password. */
    @Override
    public String toString() {
        return user;
    }
}
