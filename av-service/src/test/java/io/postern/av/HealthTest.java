package io.postern.av;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the operator sees. */
@Timeout(20)
class HealthTest {

    private static String said(Rig rig, String engine) {
        HealthCheckResponse health = rig.health.call();
        assertThat(health.getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
        return String.valueOf(health.getData().orElseThrow().get(engine));
    }

    @Test
    void oldSignaturesAreOutOfDate() {
        try (FakeClamd clamd = new FakeClamd(FakeClamd.WELL)) {
            clamd.version("ClamAV 1.4.6/20000/Tue Nov  3 09:30:00 2020");
            try (Rig rig = Rig.probed("engines", clamd.address())) {
                assertThat(said(rig, clamd.address()))
                        .startsWith("up: ClamAV 1.4.6/20000, signatures of 2020-11-03")
                        .endsWith("OUT OF DATE");
                assertThat(rig.meters
                                .get("postern.av.signatures.age.seconds")
                                .gauge()
                                .value())
                        .isGreaterThan(5 * 365 * 86_400.0);
            }
        }
    }

    @Test
    void versionIsShownAndTheOldOneIsNot() {
        try (FakeClamd clamd = new FakeClamd(FakeClamd.WELL)) {
            clamd.version("ClamAV 1.4.6/20000/Tue Nov  3 09:30:00 2020");
            try (Rig rig = Rig.probed("engines", clamd.address())) {
                rig.figures.version(clamd.address(), "ClamAV 1.4.6/20001");
                assertThat(rig.meters.get("postern.av.engine.info").gauges())
                        .extracting(gauge -> gauge.getId().getTag("version"))
                        .containsExactly("ClamAV 1.4.6/20001");
            }
        }
    }

    @Test
    void signaturesWithinTheLimitAreNot() {
        try (FakeClamd clamd = new FakeClamd(FakeClamd.WELL)) {
            clamd.version("ClamAV 1.4.6/20000/Tue Nov  3 09:30:00 2020");
            try (Rig rig = Rig.probed("engines", clamd.address(), "signature-limit", "99999d")) {
                assertThat(said(rig, clamd.address())).doesNotContain("OUT OF DATE");
            }
        }
    }

    @Test
    void unknownAgeIsSaid() {
        try (FakeClamd clamd = new FakeClamd(FakeClamd.WELL)) {
            clamd.version("ClamAV 1.4.6");
            try (Rig rig = Rig.probed("engines", clamd.address())) {
                assertThat(said(rig, clamd.address())).isEqualTo("up: ClamAV 1.4.6, age of the signatures unknown");
                assertThat(rig.meters
                                .get("postern.av.signatures.age.seconds")
                                .gauge()
                                .value())
                        .isNaN();
            }
        }
    }

    @Test
    void engineThatIsGoneIsSaidButTheServiceIsUp() {
        try (Rig rig = Rig.probed("engines", "/nowhere/clamd.ctl")) {
            assertThat(said(rig, "/nowhere/clamd.ctl")).startsWith("gone since ");
        }
    }

    @Test
    void scanIsASpanOfItsOwnWithinTheMails() throws Exception {
        try (FakeClamd clamd = new FakeClamd(FakeClamd.WELL);
                Rig rig = Rig.probed("engines", clamd.address())) {
            Span mail = rig.tracer.spanBuilder("check.av").startSpan();
            String content = Rig.plain(FakeClamd.VIRUS);
            var unused =
                    Context.current().with(mail).wrap(() -> rig.scan(content)).call();

            SpanData scan = rig.spans.getFinishedSpanItems().getFirst();
            assertThat(scan.getName()).isEqualTo("av.scan");
            assertThat(scan.getParentSpanId()).isEqualTo(mail.getSpanContext().getSpanId());
            assertThat(scan.getAttributes().get(AttributeKey.stringKey("postern.av.engine")))
                    .isEqualTo(clamd.address());
            assertThat(scan.getAttributes().get(AttributeKey.longKey("postern.av.size")))
                    .isEqualTo(content.length());
            assertThat(scan.getAttributes().get(AttributeKey.stringKey("postern.av.outcome")))
                    .isEqualTo("found");
            assertThat(rig.meters
                            .get("postern.av.scans")
                            .tag("outcome", "found")
                            .timer()
                            .count())
                    .isEqualTo(1);
        }
    }
}
