package io.postern.ingress.tls;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.netty.handler.ssl.SslHandler;
import io.postern.ingress.IngressConfig;
import io.postern.ingress.Watched;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;

/**
 * Encrypts connections with TLS 1.2 and 1.3. The certificates may change: who comes then gets the new ones, who is here
 * keeps what was agreed on.
 */
@ApplicationScoped
public class Tls implements Watched {

    private static final int SESSIONS = 2_000;
    private static final Duration SESSION_LIFE = Duration.ofHours(1);

    private final Duration handshakeTimeout;
    private final List<CertificateFiles> files = new ArrayList<>();
    private final SSLParameters parameters;
    private final MeterRegistry metrics;
    private final Clock clock;
    private final MultiGauge expiry;
    private volatile SSLContext context;

    /** @throws IllegalArgumentException naming the setting that is wrong, and the file if it is about one */
    public Tls(IngressConfig config, MeterRegistry metrics, Clock clock) {
        TlsSettings settings = config.tls();
        this.metrics = metrics;
        this.clock = clock;
        this.expiry = MultiGauge.builder("postern.tls.certificate.expiry")
                .baseUnit("seconds")
                .register(metrics);
        this.handshakeTimeout = settings.handshakeTimeout();
        for (TlsSettings.Certificate certificate : settings.certificates().orElse(List.of())) {
            files.add(new CertificateFiles(files.size(), certificate, clock));
        }
        this.context = adopt();
        this.parameters = TlsParameters.of(settings, context.getSupportedSSLParameters());
    }

    /** Whether there is a certificate. */
    public boolean available() {
        return !files.isEmpty();
    }

    /**
     * The handler that encrypts one connection; it goes first into its pipeline. It counts its handshake itself.
     *
     * @param startTls whether what is written first, the reply to STARTTLS, goes out in clear
     */
    public SslHandler handler(boolean startTls) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setSSLParameters(parameters);
        // A signature takes a millisecond, which others on the event loop need not wait for.
        SslHandler handler = new SslHandler(engine, startTls, Thread::startVirtualThread);
        handler.setHandshakeTimeout(handshakeTimeout.toMillis(), TimeUnit.MILLISECONDS);
        handler.handshakeFuture().addListener(shaken -> {
            if (shaken.isSuccess()) {
                // An engine without cipher suites shakes hands no second time: clients cannot renegotiate (TLS 1.2).
                engine.setEnabledCipherSuites(new String[0]);
                count(engine.getSession());
            } else {
                metrics.counter("postern.tls.handshakes.failed", "cause", HandshakeFailure.cause(shaken.cause()))
                        .increment();
            }
        });
        return handler;
    }

    private void count(SSLSession agreed) {
        metrics.counter("postern.tls.handshakes", "version", agreed.getProtocol(), "cipher", agreed.getCipherSuite())
                .increment();
    }

    /** Takes changed files over. Never throws. */
    @Override
    public void look() {
        boolean changed = false;
        for (CertificateFiles pair : files) {
            changed |= pair.refresh();
        }
        if (changed) {
            context = adopt();
        }
    }

    /** A context of their own also ends the resumption of sessions that were agreed on with other certificates. */
    private SSLContext adopt() {
        List<ServerCertificate> certificates =
                files.stream().map(CertificateFiles::certificate).toList();
        try {
            SSLContext made = SSLContext.getInstance("TLS");
            // No client is asked for a certificate, so there is nobody to trust.
            made.init(new KeyManager[] {new CertificateChoice(certificates)}, new TrustManager[0], null);
            made.getServerSessionContext().setSessionCacheSize(SESSIONS);
            made.getServerSessionContext().setSessionTimeout((int) SESSION_LIFE.toSeconds());
            watchExpiry(certificates);
            return made;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this platform has no TLS", e);
        }
    }

    private void watchExpiry(List<ServerCertificate> certificates) {
        Map<String, Instant> ends = new TreeMap<>();
        certificates.forEach(
                each -> ends.merge(each.name(), each.notAfter(), (one, other) -> one.isBefore(other) ? one : other));
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        ends.forEach((name, end) -> rows.add(MultiGauge.Row.of(
                Tags.of("certificate", name), end, at -> clock.instant().until(at, ChronoUnit.SECONDS))));
        expiry.register(rows, true);
    }
}
