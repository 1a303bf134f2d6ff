package io.postern.antispam;

import io.postern.check.Mail;
import io.postern.contract.Envelope;
import io.postern.contract.MailReceived;
import io.postern.contract.Session;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;

/** A mail that was handed over by an operator: nobody knows any more how it came. */
final class UploadedMail {

    private UploadedMail() {}

    static Mail of(InputStream bytes) throws IOException {
        byte[] content = bytes.readAllBytes();
        if (content.length == 0) {
            throw new BadRequest("no mail");
        }
        Session session = Session.opened("upload", "localhost", "upload", "upload", "127.0.0.1", 0, Instant.now());
        return Mail.of(
                new MailReceived(
                        "upload",
                        session,
                        new Envelope("", List.of(), false, false),
                        1,
                        content.length,
                        "",
                        Instant.now()),
                content);
    }
}
