package io.postern.check.service;

import io.postern.check.GreetingCheck;
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

/** Asks a {@link GreetingCheck}. */
@Singleton
@IfBuildProperty(name = "postern.check.asked.greeting", stringValue = "true")
class GreetingListener implements Listener {

    private final GreetingCheck check;
    private final Reception reception;

    GreetingListener(@All List<GreetingCheck> checks, Reception reception) {
        this.check = Listener.only(checks, phase(), GreetingCheck.class);
        this.reception = reception;
    }

    @Override
    public Phase phase() {
        return Phase.GREETING;
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
