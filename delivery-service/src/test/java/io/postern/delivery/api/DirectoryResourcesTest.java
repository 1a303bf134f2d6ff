package io.postern.delivery.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.contract.Json;
import io.postern.contract.OperatorActed;
import io.postern.contract.Topics;
import io.postern.delivery.Database;
import io.postern.delivery.Postgres;
import io.postern.delivery.directory.Directory;
import io.postern.delivery.directory.DirectoryWatch;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Domains, mailboxes and aliases over REST, beside those of the file: {@code postern.test} with alice, bob and carol. */
@QuarkusTest
@QuarkusTestResource(Postgres.class)
@SuppressWarnings("NullAway.Init") // injected
class DirectoryResourcesTest {

    @Inject
    Operator operator;

    @Inject
    Operations operations;

    @Inject
    DirectoryWatch directory;

    @Inject
    MockProducer<String, byte[]> sent;

    @Inject
    Database database;

    @BeforeEach
    @AfterEach
    void onlyTheFile() throws Exception {
        database.empty();
        database.run("truncate directory_domain, directory_mailbox, directory_alias");
        database.run("update directory_version set version = version + 1");
        directory.refresh();
    }

    @Test
    void whatIsAddedIsInForceAtOnceAndShownBesideTheFile() {
        assertThat(operator.put("/domains/new.test", "{\"tagFolders\":\"CREATE\",\"quota\":{\"bytes\":1000000}}")
                        .status())
                .isEqualTo(200);
        assertThat(operator.put("/mailboxes/Dave@new.test", "{\"quota\":{\"messages\":5}}")
                        .body()
                        .path("address")
                        .asText())
                .isEqualTo("dave@new.test");
        operator.put("/aliases/sales@new.test", "{\"targets\":[\"dave@new.test\",\"alice@postern.test\"]}");

        assertThat(directory.current().lists("dave@new.test")).isTrue();
        assertThat(operator.get("/domains").items("name")).isEqualTo("new.test postern.test");
        assertThat(operator.get("/domains").items("source")).isEqualTo("OPERATOR FILE");
        assertThat(operator.get("/mailboxes").items("address"))
                .isEqualTo("alice@postern.test bob@postern.test carol@postern.test dave@new.test");
        assertThat(operator.get("/mailboxes?domain=new.test").items("address")).isEqualTo("dave@new.test");
        assertThat(operator.get("/mailboxes?source=FILE&limit=2").items("address"))
                .isEqualTo("alice@postern.test bob@postern.test");
        assertThat(operator.get("/mailboxes?limit=2").body().path("next").asText())
                .isEqualTo("bob@postern.test");
        assertThat(operator.get("/mailboxes?after=bob@postern.test").items("address"))
                .isEqualTo("carol@postern.test dave@new.test");
        assertThat(operator.get("/mailboxes?full=true").items("address")).isEmpty();
        assertThat(operator.get("/mailboxes/dave@new.test")
                        .body()
                        .path("usage")
                        .path("messages")
                        .asLong())
                .isZero();
        assertThat(operator.get("/aliases?target=alice@postern.test").items("name"))
                .isEqualTo("sales@new.test");
        assertThat(database.rows("select address, quota_messages from directory_mailbox"))
                .containsExactly("dave@new.test 5");
    }

    @Test
    void whatIsRemovedIsGone() {
        operator.put("/domains/new.test", "{}");
        operator.put("/mailboxes/dave@new.test", "{}");
        operator.put("/aliases/@new.test", "{\"targets\":[\"dave@new.test\"]}");

        assertThat(operator.delete("/mailboxes/dave@new.test").status())
                .as("an alias leads there")
                .isEqualTo(400);
        assertThat(operator.delete("/domains/new.test").status())
                .as("it is not empty")
                .isEqualTo(409);
        assertThat(operator.delete("/aliases/@new.test").status()).isEqualTo(200);
        assertThat(operator.delete("/mailboxes/dave@new.test").status()).isEqualTo(200);
        assertThat(operator.delete("/domains/new.test").status()).isEqualTo(200);

        assertThat(operator.get("/domains").items("name")).isEqualTo("postern.test");
        assertThat(operator.get("/domains/new.test").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PUT    | /domains/postern.test          | {}                                  | 409 | is in the directory file
            DELETE | /domains/postern.test          |                                     | 409 | is in the directory file
            PUT    | /mailboxes/alice@postern.test  | {}                                  | 409 | is in the directory file
            DELETE | /mailboxes/alice@postern.test  |                                     | 409 | is in the directory file
            PUT    | /aliases/alice@postern.test    | {"targets":["bob@postern.test"]}    | 409 | is in the directory file
            PUT    | /mailboxes/dave@elsewhere.test | {}                                  | 400 | not a domain of ours
            PUT    | /mailboxes/dave@postern.test   | {"quota":{}}                        | 400 | a quota limits
            PUT    | /mailboxes/dave@postern.test   | {"quota":{"bytes":-1}}              | 400 | a quota limits
            PUT    | /aliases/sales@postern.test    | {"targets":[]}                      | 400 | targets
            PUT    | /aliases/sales@postern.test    | {"targets":["alice"]}               | 400 | not an address
            PUT    | /aliases/sales@postern.test    | {"targets":["dave@postern.test"]}   | 400 | would lead to nobody
            PUT    | /aliases/sales@postern.test    | {"targets":["sales@postern.test"]}  | 400 | would lead to nobody
            PUT    | /domains/new.test              | {"store":"imap:x"}                  | 400 | not a store
            PUT    | /domains/new.test              | {"delimiters":"@"}                  | 400 | name from a tag
            """)
    void whatCannotBeIsRefusedAndChangesNothing(
            String method, String path, @Nullable String body, int status, String error) {
        Operator.Answer answer = operator.ask(method, path, Operator.OPERATOR, body == null ? "" : body);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.error()).contains(error);
        assertThat(directory.added()).isEqualTo(Directory.EMPTY);
        assertThat(operator.get("/operations").items("id")).isEmpty();
    }

    @Test
    void fieldThatIsMisspeltIsRefused() {
        assertThat(operator.ask("PUT", "/mailboxes/dave@postern.test", Operator.OPERATOR, "{\"qouta\":{}}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void everyChangeIsNotedAndTold() {
        operator.put("/aliases/sales@postern.test", "{\"targets\":[\"alice@postern.test\"]}");
        operator.put("/aliases/sales@postern.test", "{\"targets\":[\"bob@postern.test\"]}");
        sent.clear();

        assertThat(operations.tell()).isEqualTo(2);
        assertThat(operations.tell()).as("twice").isZero();

        List<OperatorActed> told = sent.history().stream()
                .filter(record -> record.topic().equals(Topics.OPERATIONS))
                .map(record -> Json.read(record.value(), OperatorActed.class))
                .toList();
        assertThat(told).hasSize(2).allSatisfy(acted -> {
            assertThat(acted.by()).isEqualTo("otto");
            assertThat(acted.action()).isEqualTo("alias.put");
            assertThat(acted.object()).isEqualTo("sales@postern.test");
        });
        assertThat(told)
                .extracting(OperatorActed::detail)
                .anySatisfy(detail -> assertThat(detail).startsWith("was nothing, is "))
                .anySatisfy(detail -> assertThat(detail).contains("was {", "alice@postern.test", "bob@postern.test"));
        assertThat(operator.get("/operations?object=sales@postern.test&by=otto").items("action"))
                .isEqualTo("alias.put alias.put");
        assertThat(operator.get("/operations?by=rita").items("action")).isEmpty();
        assertThat(operator.get("/operations?limit=1").body().path("next").asText())
                .isNotEmpty();
    }
}
