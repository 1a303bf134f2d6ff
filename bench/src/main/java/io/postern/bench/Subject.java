package io.postern.bench;

import io.postern.contract.Phase;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What the checks are asked about. */
interface Subject {

    /** Which checks are asked. */
    Phase phase();

    /**
     * The records that ask, in their order; the question goes into the headers of the last.
     *
     * @param id of the question
     * @param number of the subject, from 0
     */
    List<ProducerRecord<String, byte[]>> records(String id, int number);
}
