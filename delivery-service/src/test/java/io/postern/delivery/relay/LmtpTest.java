package io.postern.delivery.relay;

import static io.postern.delivery.relay.TestRelay.CLEAR;
import static io.postern.delivery.relay.TestRelay.cause;
import static io.postern.delivery.relay.TestRelay.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.delivery.relay.smtp.FakeSmtp;
import io.postern.delivery.relay.smtp.Fault;
import io.postern.delivery.relay.smtp.Outcome;
import io.postern.delivery.relay.smtp.Outcome.Deferred;
import io.postern.delivery.relay.smtp.Outcome.Delivered;
import io.postern.delivery.relay.smtp.Outcome.Refused;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A mail store answers for each recipient after the data (RFC 2033 section 4.2). */
@Timeout(30)
class LmtpTest {

    private final FakeSmtp store = new FakeSmtp().lmtp();
    private final TestRelay relay = new TestRelay();

    @AfterEach
    void close() throws IOException {
        relay.close();
        store.close();
    }

    private List<Outcome> deliver(String... receivers) {
        return TestRelay.of(relay.deliver(message(), new Route.Lmtp("127.0.0.1", store.port(), CLEAR), receivers));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PIPELINING", "DSN", "CHUNKING"})
    void eachRecipientIsAnsweredForOnce(String offers) {
        store.offerOnly(offers)
                .on("RCPT nobody@s.example", "550 5.1.1 nobody")
                .on("END", "250 2.0.0 saved", "452 4.2.2 full", "552 5.2.2 much too full");

        List<Outcome> outcomes = deliver("a@s.example", "nobody@s.example", "b@s.example", "c@s.example");

        assertThat(outcomes.get(0)).isInstanceOf(Delivered.class);
        assertThat(outcomes.get(1)).isInstanceOf(Refused.class);
        assertThat(outcomes.get(2)).isInstanceOf(Deferred.class);
        assertThat(cause(outcomes.get(2)).reply().text()).isEqualTo("full");
        assertThat(outcomes.get(3)).isInstanceOf(Refused.class);
        assertThat(store.heard().getFirst()).isEqualTo("LHLO relay.postern.test");
    }

    /** What a store says of one mailbox is not said of the mail. */
    @Test
    void mailboxThatIsFullIsItsRecipientsFault() {
        store.on("END", "250 2.0.0 saved", "452 4.2.2 full");

        assertThat(cause(deliver("a@s.example", "b@s.example").get(1)).fault()).isEqualTo(Fault.RECIPIENT);
    }

    @Test
    void thoseWhoseAnswerIsLostAreUncertainAndTheOthersAreNot() {
        store.on("END", "250 2.0.0 saved", FakeSmtp.CLOSE);

        List<Outcome> outcomes = deliver("a@s.example", "b@s.example", "c@s.example");

        assertThat(outcomes.get(0)).isInstanceOf(Delivered.class);
        assertThat(cause(outcomes.get(1)).uncertain()).isTrue();
        assertThat(cause(outcomes.get(2)).uncertain()).isTrue();
    }

    @Test
    void connectionIsUsedAgain() {
        deliver("a@s.example", "b@s.example");
        assertThat(deliver("a@s.example", "b@s.example")).hasOnlyElementsOfType(Delivered.class);

        assertThat(store.connections()).isEqualTo(1);
    }

    @Test
    void storeThatDoesNotKnowLhloIsNone() {
        store.on("LHLO", "500 5.5.1 what?");

        assertThat(deliver("a@s.example")).hasOnlyElementsOfType(Deferred.class);
        assertThat(store.heard()).containsExactly("LHLO relay.postern.test");
    }
}
