package io.postern.ingress.tls;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.postern.ingress.TestConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/** Makes {@link Tls} from settings and from certificates in a folder. */
final class TestTls {

    static final String SETTING = "postern.ingress.tls.";

    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Map<String, String> settings = new HashMap<>();
    private final Path folder;
    private int certificates;

    TestTls(Path folder) {
        this.folder = folder;
    }

    TestTls with(String key, String value) {
        settings.put(SETTING + key, value);
        return this;
    }

    /** In {@code NAME.pem} and {@code NAME.key}. */
    TestTls with(String name, TestCertificate certificate) throws IOException {
        certificate.write(folder, name);
        return withFiles(name + ".pem", name + ".key");
    }

    TestTls withFiles(String chain, String key) {
        String certificate = "certificates[" + certificates++ + "].";
        with(certificate + "chain", folder.resolve(chain).toString());
        return with(certificate + "key", folder.resolve(key).toString());
    }

    Tls start() {
        return new Tls(TestConfig.with(settings), metrics, Clock.fixed(TestCertificate.NOW, ZoneOffset.UTC));
    }

    TestListener listen() {
        return new TestListener(start(), false);
    }
}
