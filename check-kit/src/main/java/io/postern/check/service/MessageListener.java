package io.postern.check.service;

import io.postern.check.Finding;
import io.postern.check.Mail;
import io.postern.check.MessageCheck;
import io.postern.contract.ContentChunk;
import io.postern.contract.InvalidRecord;
import io.postern.contract.MailReceived;
import io.postern.contract.Phase;
import io.postern.contract.Question;
import io.postern.contract.Topics;
import io.quarkus.arc.All;
import io.quarkus.arc.properties.IfBuildProperty;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Puts mails together and asks a {@link MessageCheck}. The question comes with a mail's last chunk. */
@Singleton
@IfBuildProperty(name = "postern.check.asked.message", stringValue = "true")
class MessageListener implements Listener {

    private static final Logger LOG = Logger.getLogger(MessageListener.class);

    private final MessageCheck check;
    private final Reception reception;
    private final DeadLetters deadLetters;
    private final Figures figures;
    private final Assemblies assemblies;

    MessageListener(
            @All List<MessageCheck> checks,
            Reception reception,
            DeadLetters deadLetters,
            Figures figures,
            CheckSettings settings,
            Clock clock) {
        this.check = Listener.only(checks, phase(), MessageCheck.class);
        this.reception = reception;
        this.deadLetters = deadLetters;
        this.figures = figures;
        CheckSettings.Spool spool = settings.spool();
        this.assemblies = new Assemblies(
                new Spool.Room(spool.mail().asLongValue(), spool.memory().asLongValue()),
                spool.incomplete().asLongValue(),
                spool.patience(),
                clock);
    }

    @Override
    public Phase phase() {
        return Phase.MESSAGE;
    }

    @Incoming(Topics.CONTENT)
    @Blocking
    void accept(ConsumerRecords<String, byte[]> records) throws InterruptedException {
        for (ConsumerRecord<String, byte[]> record : records) {
            accept(record);
        }
    }

    @Override
    public void accept(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        Question question;
        try {
            question = Question.find(record.headers());
        } catch (InvalidRecord e) {
            deadLetters.put(record, e);
            return;
        }
        if (question == null) {
            acceptPiece(record);
        } else {
            reception.admit(question, record, examination(record));
        }
    }

    private void acceptPiece(ConsumerRecord<String, byte[]> record) {
        try {
            Spool nobodyAsksFor = add(ContentChunk.of(record));
            if (nobodyAsksFor != null) {
                nobodyAsksFor.close();
            }
        } catch (InvalidRecord e) {
            deadLetters.put(record, e);
        }
    }

    private Examination examination(ConsumerRecord<String, byte[]> record) {
        try {
            ContentChunk chunk = ContentChunk.of(record);
            Spool whole = add(chunk);
            if (whole == null || chunk.manifest() == null) {
                figures.incomplete();
                return () -> Finding.error("chunks of the mail are missing");
            }
            return new MailExamination(check, chunk.manifest(), whole);
        } catch (InvalidRecord e) {
            return () -> {
                throw e;
            };
        }
    }

    private @Nullable Spool add(ContentChunk chunk) {
        try {
            return assemblies.add(chunk);
        } catch (IOException e) {
            LOG.errorf("mail not spooled mailId=%s cause=%s", chunk.mailId(), e);
            return null;
        }
    }

    private record MailExamination(MessageCheck check, MailReceived received, Spool content) implements Examination {

        @Override
        public Finding perform() throws IOException, InterruptedException {
            return check.check(new Mail(received, content));
        }

        @Override
        public void close() {
            content.close();
        }
    }
}
