package io.postern.ingress.defence;

import static io.postern.ingress.defence.Front.stranger;
import static io.postern.ingress.defence.Front.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.contract.Session;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverloadTest {

    private static final Session STRANGER = stranger("192.0.2.1");
    private static final Session USER = user("alice", "192.0.2.1");
    private static final Session TRUSTED = stranger("10.0.0.1");

    private double questions;
    private double memory;
    private final Front front = new Front(
            List.of(new Pressure("questions", () -> questions), new Pressure("memory", () -> memory)),
            "defence.trusted=10.0.0.0/8",
            "defence.mail-rate=1/m");

    @ParameterizedTest
    @CsvSource({
        "0.0, true, true, true",
        "0.79, true, true, true",
        "0.8, false, true, true",
        "0.94, false, true, true",
        "0.95, false, false, true",
        "0.99, false, false, true",
        "1.0, false, false, false",
        "3.0, false, false, false",
        "NaN, true, true, true",
    })
    void leastTrustedClientsGoFirst(double share, boolean stranger, boolean user, boolean trusted) {
        memory = share;
        assertThat(front.content(STRANGER).equals("go on")).isEqualTo(stranger);
        assertThat(front.content(USER).equals("go on")).isEqualTo(user);
        assertThat(front.content(TRUSTED).equals("go on")).isEqualTo(trusted);
    }

    @Test
    void mailIsRefusedAtItsBeginningAndBeforeItsContent() {
        questions = 0.9;
        assertThat(front.mail(STRANGER)).isEqualTo("451 4.3.2 Too busy, try again later (overload-questions)");
        assertThat(front.content(STRANGER)).isEqualTo("451 4.3.2 Too busy, try again later (overload-questions)");
        questions = 0;
        memory = 1;
        assertThat(front.mail(TRUSTED)).isEqualTo("451 4.3.2 Too busy, try again later (overload-memory)");
    }

    @Test
    void sessionsAndRecipientsGoOn() {
        questions = 1;
        assertThat(front.connect(STRANGER)).isEqualTo("go on");
        assertThat(front.recipient(STRANGER)).isEqualTo("go on");
    }

    @Test
    void whoIsRefusedForOurSakeDoesNotUseUpHisQuota() {
        questions = 1;
        front.mail(STRANGER);
        questions = 0;
        assertThat(front.mail(STRANGER)).isEqualTo("go on");
        assertThat(front.mail(STRANGER)).contains("mail-rate");
    }

    @Test
    void everyPressureHasItsGauge() {
        questions = 0.25;
        assertThat(front.pressure("questions")).isEqualTo(0.25);
        assertThat(front.pressure("memory")).isZero();
        front.connect(STRANGER);
        assertThat(front.pressure("sessions")).isEqualTo(1.0 / 13_000);
    }

    @Test
    void overloadIsAnnouncedOnceHoweverItComesAndGoes() {
        Valve valve = new Valve(new Pressure("memory", () -> memory));
        valve.look();
        assertThat(valve.refusing()).isFalse();
        for (int second = 0; second < 60; second++) {
            memory = second % 3 == 0 ? 0.9 : 0.7;
            valve.refuses(Rank.STRANGER);
            valve.look();
            assertThat(valve.refusing()).isTrue();
        }
        for (int second = 0; second < 8; second++) {
            valve.look();
        }
        assertThat(valve.refusing()).isFalse();
    }

    @Test
    void pressureThatRefusesNobodyIsNoOverload() {
        Valve valve = new Valve(new Pressure("memory", () -> 0.9));
        valve.refuses(Rank.USER);
        valve.look();
        assertThat(valve.refusing()).isFalse();
    }
}
