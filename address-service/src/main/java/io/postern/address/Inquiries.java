package io.postern.address;

import io.postern.check.dns.Dns;
import io.postern.check.dns.Inquiry;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Opens an inquiry for each question. */
@Singleton
class Inquiries {

    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final Dns dns;
    private final Duration deadline;

    Inquiries(Dns dns, AddressSettings settings) {
        this.dns = dns;
        this.deadline = settings.deadline();
        if (deadline.toMillis() < 1 || deadline.compareTo(LONGEST) > 0) {
            throw new ConfigurationException(
                    "postern.address.deadline is not between 1ms and 1m: " + deadline.toMillis() + "ms");
        }
    }

    /** Its time runs from now on. */
    Inquiry open() {
        return new Inquiry(dns, deadline);
    }
}
