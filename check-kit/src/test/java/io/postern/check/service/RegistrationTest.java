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
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class RegistrationTest {

    private static final Identity SELF = new Identity("helo", "helo-1", Phase.GREETING);

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
        registration.open();
        registration.open();
        Instant deadline = Instant.now().plus(Duration.ofSeconds(10));
        while (producer.history().size() < 3) {
            assertThat(Instant.now()).isBefore(deadline);
            Thread.onSpinWait();
        }
        assertThat(registration.current()).isTrue();
        registration.close(new ShutdownEvent());

        ProducerRecord<String, byte[]> first = producer.history().getFirst();
        CheckRegistered registered = Json.read(first.value(), CheckRegistered.class);
        assertThat(first.topic()).isEqualTo(Topics.CHECKS);
        assertThat(first.key()).isEqualTo("helo/helo-1");
        assertThat(registered.phase()).isEqualTo(Phase.GREETING);
        assertThat(registered.interval()).isEqualTo(Duration.ofMillis(10));
        ProducerRecord<String, byte[]> last = producer.history().getLast();
        assertThat(last.key()).isEqualTo("helo/helo-1");
        assertThat(last.value()).isNull();
    }

    @Test
    void instanceThatNeverRegisteredTakesNothingBack() throws Exception {
        registration.close(new ShutdownEvent());
        registration.open();
        assertThat(producer.history()).isEmpty();
    }
}
