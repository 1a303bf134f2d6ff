package io.postern.antispam;

import io.postern.antispam.letter.Letter;
import io.postern.check.Mail;
import io.postern.contract.Envelope;
import io.postern.contract.MailReceived;
import io.postern.contract.Session;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;

/** A mail that was handed over by an operator: nobody knows any more how it came. It is never in memory as a whole. */
final class UploadedMail {

    private UploadedMail() {}

    static Letter read(InputStream bytes) throws IOException {
        Path file = Files.createTempFile("postern-", ".mail");
        try {
            long size = Files.copy(bytes, file, StandardCopyOption.REPLACE_EXISTING);
            if (size == 0) {
                throw new BadRequest("no mail");
            }
            return Letter.of(new Mail(received(size), () -> Files.newInputStream(file)));
        } finally {
            Files.delete(file);
        }
    }

    private static MailReceived received(long size) {
        Session session = Session.opened("upload", "localhost", "upload", "upload", "127.0.0.1", 0, Instant.now());
        return new MailReceived(
                "upload", session, new Envelope("", List.of(), false, false), 1, size, "", Instant.now());
    }
}
