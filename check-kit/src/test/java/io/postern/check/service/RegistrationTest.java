package io.postern.check.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.contract.CheckRegistered;
import io.postern.contract.Json;
import io.postern.contract.Phase;
import io.postern.contract.Publisher;
import io.postern.contract.Topics;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class RegistrationTest {

    private static final Identity SELF = new Identity("helo", "helo-1", Set.of(Phase.GREETING));

    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    private final CheckSettings settings = new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(CheckSettings.class)
            .withDefaultValue("postern.check.name", "helo")
            .withDefaultValue("postern.check.phase", "greeting")
            .withDefaultValue("postern.check.renewal", "10ms")
            .build()
            .getConfigMapping(CheckSettings.class);
    private final Registration registration =
            new Registration(SELF, settings, new Publisher(producer), Clock.systemUTC());

    @Test
    void registersAgainAndAgainAndTakesItBackAtTheEnd() throws Exception {
        assertThat(registration.current()).isFalse();
        registration.open(Phase.GREETING);
        registration.open(Phase.GREETING);
        await(() -> producer.history().size() >= 3);
        await(registration::current);
        registration.close(new ShutdownEvent());

        ProducerRecord<String, byte[]> first = producer.history().getFirst();
        CheckRegistered registered = Json.read(first.value(), CheckRegistered.class);
        assertThat(first.topic()).isEqualTo(Topics.CHECKS);
        assertThat(first.key()).isEqualTo("helo/helo-1/greeting");
        assertThat(registered.phase()).isEqualTo(Phase.GREETING);
        assertThat(registered.interval()).isEqualTo(Duration.ofMillis(10));
        ProducerRecord<String, byte[]> last = producer.history().getLast();
        assertThat(last.key()).isEqualTo("helo/helo-1/greeting");
        assertThat(last.value()).isNull();
    }

    @Test
    void checkOfTwoPhasesIsCurrentWhenBothAreRegistered() throws Exception {
        Identity both = new Identity("helo", "helo-1", Set.of(Phase.GREETING, Phase.RECIPIENT));
        Registration two = new Registration(both, settings, new Publisher(producer), Clock.systemUTC());

        two.open(Phase.GREETING);
        assertThat(two.current()).isFalse();
        two.open(Phase.RECIPIENT);
        await(two::current);
        two.close(new ShutdownEvent());

        assertThat(producer.history().stream()
                        .filter(record -> record.value() == null)
                        .map(ProducerRecord::key))
                .containsExactlyInAnyOrder("helo/helo-1/greeting", "helo/helo-1/recipient");
    }

    private static void await(BooleanSupplier condition) {
        Instant deadline = Instant.now().plus(Duration.ofSeconds(10));
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void instanceThatNeverRegisteredTakesNothingBack() throws Exception {
        registration.close(new ShutdownEvent());
        registration.open(Phase.GREETING);
        assertThat(producer.history()).isEmpty();
    }
}
