package io.postern.check.service;

import io.postern.check.ConnectionCheck;
import io.postern.contract.ConnectionOpened;
import io.postern.contract.Json;
import io.postern.contract.Phase;
import io.postern.contract.Topics;
import io.quarkus.arc.All;
import io.quarkus.arc.properties.IfBuildProperty;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.inject.Singleton;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Asks a {@link ConnectionCheck}. */
@Singleton
@IfBuildProperty(name = "postern.check.asked.connect", stringValue = "true")
class ConnectionListener implements Listener {

    private final ConnectionCheck check;
    private final Reception reception;

    ConnectionListener(@All List<ConnectionCheck> checks, Reception reception) {
        this.check = Listener.only(checks, phase(), ConnectionCheck.class);
        this.reception = reception;
    }

    @Override
    public Phase phase() {
        return Phase.CONNECT;
    }

    @Incoming(Topics.CONNECTIONS)
    @Blocking
    void accept(ConsumerRecords<String, byte[]> records) throws InterruptedException {
        for (ConsumerRecord<String, byte[]> record : records) {
            accept(record);
        }
    }

    @Override
    public void accept(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        reception.admit(phase(), record, () -> check.check(Json.read(record.value(), ConnectionOpened.class)));
    }
}
