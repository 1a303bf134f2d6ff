package io.postern.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.contract.ContentChunk;
import io.postern.contract.Json;
import io.postern.contract.MailReceived;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailFolderTest {

    @TempDir
    private Path folder;

    @Test
    void mailsComeInTurnsEachWithAHeaderOfItsOwn() throws IOException {
        Files.writeString(folder.resolve("a.eml"), "Subject: a\r\n\r\na\r\n");
        Files.writeString(folder.resolve("b.eml"), "Subject: b\r\n\r\nb\r\n");
        MailFolder mails = MailFolder.read(folder);
        assertThat(text(mails.records("q-0", 0))).isEqualTo("X-Question: q-0\r\nSubject: a\r\n\r\na\r\n");
        assertThat(text(mails.records("q-1", 1))).isEqualTo("X-Question: q-1\r\nSubject: b\r\n\r\nb\r\n");
        assertThat(text(mails.records("q-2", 2))).isEqualTo("X-Question: q-2\r\nSubject: a\r\n\r\na\r\n");
    }

    @Test
    void largeMailComesInChunksOfWhichTheLastSaysWhatTheWholeIs() throws IOException {
        Files.write(folder.resolve("large.eml"), new byte[2 * ContentChunk.MAX_BYTES]);
        List<ProducerRecord<String, byte[]>> records = MailFolder.read(folder).records("q", 0);
        assertThat(records).hasSize(3);
        MailReceived manifest =
                Json.read(records.getLast().headers().lastHeader("manifest").value(), MailReceived.class);
        assertThat(manifest.chunks()).isEqualTo(3);
        assertThat(manifest.size())
                .isEqualTo(records.stream()
                        .mapToInt(record -> record.value().length)
                        .sum());
    }

    @Test
    void emptyFolderIsNamed() {
        assertThatThrownBy(() -> MailFolder.read(folder))
                .isInstanceOf(BadOption.class)
                .hasMessageContaining(folder.toString());
    }

    private static String text(List<ProducerRecord<String, byte[]>> records) {
        return new String(records.getFirst().value(), ISO_8859_1);
    }
}
