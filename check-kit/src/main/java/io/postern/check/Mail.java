package io.postern.check;

import io.postern.check.mime.MimeView;
import io.postern.contract.MailReceived;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A mail as the client sent it: envelope, session and bytes. */
public final class Mail {

    /** Where the bytes lie. */
    public interface Content {
        /** The bytes from the first; may be called again and by several threads. */
        InputStream open() throws IOException;
    }

    private final MailReceived received;
    private final Content content;
    private @Nullable MimeView mime;

    public Mail(MailReceived received, Content content) {
        this.received = received;
        this.content = content;
    }

    /** A mail whose bytes are at hand. */
    public static Mail of(MailReceived received, byte[] bytes) {
        return new Mail(received, () -> new ByteArrayInputStream(bytes));
    }

    /** Envelope, session, size and sha-256. */
    public MailReceived received() {
        return received;
    }

    /** The content, byte for byte as sent, from the first; may be called again. */
    public InputStream open() throws IOException {
        return content.open();
    }

    /** What is in it, decoded: read at the first call, then kept. */
    public synchronized MimeView mime() throws IOException {
        if (mime == null) {
            try (InputStream bytes = open()) {
                mime = MimeView.read(bytes);
            }
        }
        return mime;
    }
}
