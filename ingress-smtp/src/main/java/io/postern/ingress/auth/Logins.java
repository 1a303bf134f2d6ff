package io.postern.ingress.auth;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;

/** What attempts to log in have in common. */
record Logins(UserFile users, Passwords passwords, Guesses guesses, Duration patience, MeterRegistry metrics) {}
