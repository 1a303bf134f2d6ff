package io.postern.check.service;

import io.postern.check.RecipientCheck;
import io.postern.contract.Json;
import io.postern.contract.Phase;
import io.postern.contract.RecipientOffered;
import io.postern.contract.Topics;
import io.quarkus.arc.All;
import io.quarkus.arc.properties.IfBuildProperty;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.inject.Singleton;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Asks a {@link RecipientCheck}. */
@Singleton
@IfBuildProperty(name = "postern.check.asked.recipient", stringValue = "true")
class RecipientListener implements Listener {

    private final RecipientCheck check;
    private final Reception reception;

    RecipientListener(@All List<RecipientCheck> checks, Reception reception) {
        this.check = Listener.only(checks, phase(), RecipientCheck.class);
        this.reception = reception;
    }

    @Override
    public Phase phase() {
        return Phase.RECIPIENT;
    }

    @Incoming(Topics.RECIPIENTS)
    @Blocking
    void accept(ConsumerRecords<String, byte[]> records) throws InterruptedException {
        for (ConsumerRecord<String, byte[]> record : records) {
            accept(record);
        }
    }

    @Override
    public void accept(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        reception.admit(phase(), record, () -> check.check(Json.read(record.value(), RecipientOffered.class)));
    }
}
