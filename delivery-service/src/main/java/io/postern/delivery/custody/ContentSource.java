package io.postern.delivery.custody;

import io.postern.contract.MailApproved;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Collection;

/** Where contents come from. */
@FunctionalInterface
interface ContentSource {

    /**
     * Hands the chunks of the mails to {@code sink}, each mail's in their order, the mails' as they come.
     *
     * @throws ContentLost if the contents of some are gone or are not what was received. The sink has then seen parts
     * @throws SQLException what the sink throws
     * @throws IOException what the sink throws
     * @throws org.apache.kafka.common.KafkaException if the contents cannot be read for now
     */
    void read(Collection<MailApproved> mails, Sink sink) throws ContentLost, SQLException, IOException;

    /** Takes chunks. */
    @FunctionalInterface
    interface Sink {
        void accept(String mailId, int index, byte[] bytes) throws SQLException, IOException;
    }
}
