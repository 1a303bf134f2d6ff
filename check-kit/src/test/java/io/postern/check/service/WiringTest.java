package io.postern.check.service;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.check.Finding;
import io.postern.check.GreetingCheck;
import io.postern.contract.Phase;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** Which services do not start, and what they say. */
class WiringTest {

    private static final GreetingCheck CHECK = greeting -> Finding.pass();

    @Test
    void oneCheckOfTheRightPhaseStarts() {
        assertThatCode(() -> start(Map.of(), listener(Phase.GREETING))).doesNotThrowAnyException();
    }

    @Test
    void nameThatIsNoTopicNameIsRefused() {
        assertThatThrownBy(() -> start(Map.of("postern.check.name", "My Check"), listener(Phase.GREETING)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("postern.check.name");
    }

    @Test
    void missingNameAndUnknownPhaseAreRefused() {
        assertThatThrownBy(() -> settings(Map.of("postern.check.name", ""))).hasMessageContaining("postern.check.name");
        assertThatThrownBy(() -> settings(Map.of("postern.check.phase", "hello")))
                .hasMessageContaining("postern.check.phase");
    }

    @Test
    void otherPhaseThanBuiltInIsRefused() {
        assertThatThrownBy(() -> start(Map.of("postern.check.phase", "connect"), listener(Phase.GREETING)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("postern.check.phase is connect")
                .hasMessageContaining("GREETING");
    }

    @Test
    void phaseThatIsAskedBesidesHasToBeBuiltIn() {
        Map<String, String> besides = Map.of("postern.check.asked.recipient", "true");

        assertThatCode(() -> start(besides, listener(Phase.GREETING), listener(Phase.RECIPIENT)))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> start(besides, listener(Phase.GREETING)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("RECIPIENT=true");
    }

    @Test
    void connectionAndGreetingTogetherAreRefused() {
        assertThatThrownBy(() -> start(
                        Map.of("postern.check.asked.connect", "true"),
                        listener(Phase.GREETING),
                        listener(Phase.CONNECT)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("both connect and greeting");
    }

    @Test
    void noOrSeveralChecksAreRefused() {
        assertThatThrownBy(() -> Listener.only(List.of(), Phase.GREETING, GreetingCheck.class))
                .hasMessageContaining("asked at greeting")
                .hasMessageContaining("exactly one bean that is a GreetingCheck, found 0");
        assertThatThrownBy(() -> Listener.only(List.of(CHECK, CHECK), Phase.GREETING, GreetingCheck.class))
                .hasMessageContaining("found 2");
    }

    private static void start(Map<String, String> overrides, Listener... listeners) {
        new Wiring().refuseWhatCannotWork(new StartupEvent(), settings(overrides), List.of(listeners));
    }

    private static Listener listener(Phase phase) {
        return new Listener() {
            @Override
            public Phase phase() {
                return phase;
            }

            @Override
            public void accept(ConsumerRecord<String, byte[]> record) {}
        };
    }

    private static CheckSettings settings(Map<String, String> overrides) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(CheckSettings.class)
                .withDefaultValue("postern.check.name", "helo")
                .withDefaultValue("postern.check.phase", "greeting")
                .withDefaultValues(overrides)
                .build()
                .getConfigMapping(CheckSettings.class);
    }
}
