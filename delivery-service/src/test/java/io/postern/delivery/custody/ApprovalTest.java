package io.postern.delivery.custody;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.postern.contract.Golden;
import io.postern.contract.InvalidRecord;
import io.postern.contract.Json;
import io.postern.contract.MailApproved;
import io.postern.delivery.SampleMail;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ApprovalTest {

    private static final SampleMail MAIL = SampleMail.of("M1", "alice@postern.test");

    @Test
    void goldenRecordIsRead() {
        Approval approval = Approval.of(MAIL.record(Golden.json(MailApproved.class)));

        assertThat(approval.mailId()).isEqualTo(Golden.MAIL.mailId());
        assertThat(approval.mail().envelope()).isEqualTo(Golden.ENVELOPE);
        assertThat(approval.traceparent()).isEqualTo(SampleMail.TRACEPARENT);
    }

    @ParameterizedTest
    @MethodSource
    void malformedRecordIsRefused(byte[] value) {
        assertThatExceptionOfType(InvalidRecord.class).isThrownBy(() -> Approval.of(MAIL.record(value)));
    }

    static Stream<byte[]> malformedRecordIsRefused() {
        return Stream.of(
                new byte[0],
                "null".getBytes(UTF_8),
                "{}".getBytes(UTF_8),
                "not json".getBytes(UTF_8),
                Json.write(SampleMail.of("M1").approved()),
                Json.write(SampleMail.of("../../etc/M1", "alice@postern.test").approved()));
    }

    @Test
    void tombstoneIsRefused() {
        ConsumerRecord<String, byte[]> tombstone = new ConsumerRecord<>("mail.approved.v1", 0, 0, "M1", null);

        assertThatExceptionOfType(InvalidRecord.class).isThrownBy(() -> Approval.of(tombstone));
    }
}
