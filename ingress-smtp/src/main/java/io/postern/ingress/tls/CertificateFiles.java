package io.postern.ingress.tls;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import org.jboss.logging.Logger;

/** The two files of a certificate, and what was last found good in them. */
final class CertificateFiles {

    private static final Logger LOG = Logger.getLogger(CertificateFiles.class);

    private final String setting;
    private final TlsSettings.Certificate files;
    private final Clock clock;
    private Content content;
    private ServerCertificate certificate;
    private String complaint = "";

    /** What is compared: the time of a file says little where files are swapped by links. */
    private record Content(Buffer chain, Buffer key) {}

    /** @throws IllegalArgumentException naming setting, file and fault, if there is no good certificate to start with */
    CertificateFiles(int index, TlsSettings.Certificate files, Clock clock) {
        this.setting = "postern.ingress.tls.certificates[" + index + "]";
        this.files = files;
        this.clock = clock;
        this.content = read();
        this.certificate = parse(content);
        tell();
    }

    ServerCertificate certificate() {
        return certificate;
    }

    /** Takes changed files over. To be called now and then, by one thread at a time; tells whether it did. */
    boolean refresh() {
        try {
            Content found = read();
            boolean changed = !found.equals(content);
            if (changed) {
                certificate = parse(found);
                content = found;
                tell();
            }
            complaint = "";
            return changed;
        } catch (IllegalArgumentException e) {
            complain(Objects.requireNonNull(e.getMessage()));
            return false;
        }
    }

    private Content read() {
        return new Content(read(".chain", files.chain()), read(".key", files.key()));
    }

    private Buffer read(String which, Path file) {
        try {
            return Buffer.buffer(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new IllegalArgumentException(setting + which + ": cannot read " + file + ": " + e, e);
        }
    }

    private ServerCertificate parse(Content found) {
        try {
            return ServerCertificate.parse(found.chain(), found.key());
        } catch (Exception e) {
            String fault = Objects.requireNonNullElse(e.getMessage(), e.toString());
            throw new IllegalArgumentException(
                    setting + ": bad certificate in " + files.chain() + " or key in " + files.key() + ": " + fault, e);
        }
    }

    private void tell() {
        LOG.infof("certificate adopted names=%s notAfter=%s", certificate.names(), certificate.notAfter());
        if (certificate.notAfter().isBefore(clock.instant())) {
            LOG.warnf("certificate has expired names=%s notAfter=%s", certificate.names(), certificate.notAfter());
        }
    }

    /** Once for each cause, not at every look. */
    private void complain(String cause) {
        if (!cause.equals(complaint)) {
            complaint = cause;
            LOG.errorf(
                    "certificate refused, the last good one stays names=%s notAfter=%s cause=%s",
                    certificate.names(), certificate.notAfter(), cause);
        }
    }
}
