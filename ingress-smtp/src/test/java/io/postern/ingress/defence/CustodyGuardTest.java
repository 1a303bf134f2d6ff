package io.postern.ingress.defence;

import static io.postern.ingress.defence.Front.stranger;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CustodyGuardTest {

    private static final String CLOSED = "451 4.3.0 Temporary failure, try again later (custody-guard)";

    private final Front front = new Front("defence.trusted=10.0.0.0/8");

    @Test
    void nothingIsOwedAndMailIsTaken() {
        front.custody.owed(null);
        assertThat(front.mail(stranger("192.0.2.1"))).isEqualTo("go on");
        assertThat(age()).isZero();
    }

    @Test
    void whatIsNotKnownIsNoReasonToRefuse() {
        assertThat(front.mail(stranger("192.0.2.1"))).isEqualTo("go on");
        assertThat(age()).isNaN();
    }

    @Test
    void deliveryThatIsAwayForADayClosesTheDoorToEverybody() {
        front.custody.owed(Hours.START);
        front.hours.pass(Duration.ofHours(24));
        assertThat(front.mail(stranger("192.0.2.1"))).isEqualTo("go on");
        front.hours.pass(Duration.ofMillis(1));
        assertThat(front.mail(stranger("192.0.2.1"))).isEqualTo(CLOSED);
        assertThat(front.mail(stranger("10.0.0.1"))).isEqualTo(CLOSED);
        assertThat(front.connect(stranger("192.0.2.1"))).isEqualTo("go on");
    }

    @Test
    void deliveryThatCatchesUpOpensIt() {
        front.custody.owed(Hours.START.minus(Duration.ofHours(25)));
        assertThat(front.custody.closed()).isTrue();
        front.custody.owed(Hours.START.minus(Duration.ofHours(23)));
        assertThat(front.custody.closed()).isFalse();
        assertThat(front.mail(stranger("192.0.2.1"))).isEqualTo("go on");
    }

    @Test
    void mailOwedGrowsOlderWithoutAnyoneLooking() {
        front.custody.owed(Hours.START.minus(Duration.ofMinutes(1)));
        assertThat(age()).isEqualTo(60);
        front.hours.pass(Duration.ofSeconds(90));
        assertThat(age()).isEqualTo(150);
    }

    @Test
    void clockOfAnotherInstanceThatIsAheadDoesNoHarm() {
        front.custody.owed(Hours.START.plusSeconds(30));
        assertThat(age()).isZero();
        assertThat(front.custody.closed()).isFalse();
    }

    @Test
    void operatorSaysHowOldMailMayGet() {
        Front strict = new Front("defence.custody-guard=1H");
        strict.custody.owed(Hours.START.minus(Duration.ofMinutes(61)));
        assertThat(strict.mail(stranger("192.0.2.1"))).isEqualTo(CLOSED);
    }

    private double age() {
        return front.metrics.get("postern.custody.age").gauge().value();
    }
}
