package io.postern.ingress.gate;

import io.postern.contract.Envelope;
import io.postern.contract.MailApproved.HeaderField;
import io.postern.contract.Session;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes the Received field (RFC 5321 section 4.4). */
final class Received {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+|\\[[A-Za-z0-9.:]+]");

    private Received() {}

    /** The "for" clause is there only for a single recipient: others must not see each other. */
    static HeaderField of(Session session, Envelope envelope, String mailId, Instant at) {
        StringBuilder value = new StringBuilder(200);
        value.append("from ")
                .append(name(session.helo()))
                .append(" (")
                .append(literal(session.clientIp()))
                .append(")\r\n\tby ");
        value.append(session.host()).append(" (Postern) with ").append(session.protocol());
        value.append(" id ").append(mailId);
        if (envelope.recipients().size() == 1) {
            value.append("\r\n\tfor <").append(envelope.addresses().get(0)).append('>');
        }
        if (session.tls() != null) {
            // RFC 8314 section 4.3; it has no place for the version but a comment.
            value.append("\r\n\ttls ").append(session.tls().cipher());
            value.append(" (").append(session.tls().version()).append(')');
        }
        value.append(";\r\n\t").append(date(at));
        return new HeaderField("Received", value.toString());
    }

    /** As RFC 5322 section 3.3 writes it. */
    static String date(Instant at) {
        return DATE.format(at);
    }

    /** What the client called itself, if it looks like a name or an address literal; anything else could forge the field. */
    private static String name(@Nullable String helo) {
        return helo != null && NAME.matcher(helo).matches() ? helo : "unknown";
    }

    private static String literal(String ip) {
        return ip.indexOf(':') < 0 ? "[" + ip + "]" : "[IPv6:" + ip + "]";
    }
}
