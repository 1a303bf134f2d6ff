package io.postern.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenTest {

    private final ObjectMapper mapper = new ObjectMapper();

    static Stream<Record> records() {
        return Golden.RECORDS.stream();
    }

    @ParameterizedTest
    @MethodSource("records")
    void recordIsWrittenAsItsGoldenSample(Record record) throws IOException {
        JsonNode written = mapper.readTree(Json.write(record));
        assertThat(written).isEqualTo(mapper.readTree(Golden.json(record.getClass())));
    }

    @ParameterizedTest
    @MethodSource("records")
    void goldenSampleIsReadAsTheRecord(Record record) {
        assertThat((Object) Json.read(Golden.json(record.getClass()), record.getClass()))
                .isEqualTo(record);
    }

    @ParameterizedTest
    @MethodSource("records")
    void unknownFieldIsIgnored(Record record) throws IOException {
        ObjectNode grown = (ObjectNode) mapper.readTree(Golden.json(record.getClass()));
        grown.put("addedByALaterVersion", "x");
        assertThat((Object) Json.read(mapper.writeValueAsBytes(grown), record.getClass()))
                .isEqualTo(record);
    }

    @ParameterizedTest
    @MethodSource("records")
    void emptyObjectIsInvalid(Record record) {
        assertThatThrownBy(() -> Json.read("{}".getBytes(UTF_8), record.getClass()))
                .isInstanceOf(InvalidRecord.class)
                .hasMessageContaining(record.getClass().getSimpleName());
    }
}
