package io.postern.delivery.custody;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.contract.Golden;
import io.postern.contract.InvalidRecord;
import io.postern.contract.MailApproved;
import io.postern.contract.MailApproved.Disposition;
import io.postern.delivery.Database;
import io.postern.delivery.Postgres;
import io.postern.delivery.SampleMail;
import io.postern.delivery.SmallDisk;
import io.postern.delivery.directory.DirectoryWatch;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Postgres.class)
@SuppressWarnings("NullAway.Init") // injected
class CustodyTest {

    private static final String RECIPIENTS =
            "select mail_id, address, outcome, detail, due_at <= now() from recipient order by mail_id, address";

    @Inject
    Custody custody;

    @Inject
    Database database;

    @Inject
    DirectoryWatch directory;

    @BeforeEach
    void empty() {
        database.empty();
    }

    @Test
    void aliasIsARowForEachWhoGetsTheMailAndOneThatSaysSo() throws Exception {
        alias("sales@postern.test", List.of("alice@postern.test", "bob@postern.test", "friend@elsewhere.test"));

        take(SampleMail.of("M1", "sales@postern.test", "alice@postern.test"));
        take(SampleMail.of("M2", "sales@postern.test").sameBytesAs(SampleMail.of("M1")));
        take(SampleMail.of("M3", "sales@postern.test").disposition(Disposition.QUARANTINE));

        String rows =
                "select address, original, among, destination, outcome, detail from recipient where mail_id = '%s'"
                        + " order by address";
        assertThat(database.rows(rows.formatted("M1")))
                .containsExactly(
                        "alice@postern.test null 0 maildir null null",
                        "bob@postern.test sales@postern.test 3 maildir null null",
                        "friend@elsewhere.test sales@postern.test 3 smtp:elsewhere.test null null",
                        "sales@postern.test null 3 alias DELIVERED"
                                + " to alice@postern.test, bob@postern.test, friend@elsewhere.test");
        assertThat(database.rows("select distinct outcome from recipient where mail_id = 'M2'"))
                .as("a resend")
                .containsExactly("DUPLICATE");
        assertThat(database.rows("select address, outcome from recipient where mail_id = 'M3' order by address"))
                .as("in quarantine nothing is passed on")
                .containsExactly(
                        "alice@postern.test QUARANTINED",
                        "bob@postern.test QUARANTINED",
                        "friend@elsewhere.test QUARANTINED");
    }

    private void alias(String name, List<String> targets) throws Exception {
        QuarkusTransaction.requiringNew().run(() -> {
            try {
                directory.change(before -> before.with(name, targets));
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        directory.refresh();
    }

    @AfterEach
    void onlyTheFile() throws Exception {
        database.run("truncate directory_alias");
        database.run("update directory_version set version = version + 1");
        directory.refresh();
    }

    @Test
    void mailRecipientsAndContentAreThereTogether() throws Exception {
        SampleMail mail = SampleMail.of("M1", "alice@postern.test", "bob@postern.test");

        assertThat(take(mail)).hasSize(1);

        assertThat(database.rows("select id, sender, size, traceparent from mail"))
                .containsExactly("M1 sender@client.example " + mail.content().length + " " + SampleMail.TRACEPARENT);
        assertThat(database.rows(RECIPIENTS))
                .containsExactly("M1 alice@postern.test null null t", "M1 bob@postern.test null null t");
        assertThat(database.rows("select mail_id, index, convert_from(bytes, 'UTF8') from content_chunk"))
                .containsExactly("M1 0 " + new String(mail.content(), UTF_8));
    }

    @Test
    void chunksAreKeptAsTheyLayInTheLog() throws Exception {
        take(SampleMail.of("M1", "alice@postern.test").content(new byte[3 * 512 * 1024 + 1]));

        assertThat(database.rows("select index, length(bytes) from content_chunk order by index"))
                .containsExactly("0 524288", "1 524288", "2 524288", "3 1");
    }

    @Test
    void replayInsertsNothing() throws Exception {
        SampleMail mail = SampleMail.of("M1", "alice@postern.test");
        take(mail);
        database.run("delete from content_chunk");
        database.run("update recipient set outcome = 'DELIVERED', due_at = null");

        assertThat(take(mail, mail)).isEmpty();

        assertThat(database.rows("select count(*) from content_chunk")).containsExactly("0");
        assertThat(database.rows(RECIPIENTS)).containsExactly("M1 alice@postern.test DELIVERED null null");
    }

    @Test
    void resendGoesOnlyToThoseItIsNewFor() throws Exception {
        SampleMail first = SampleMail.of("M1", "alice@postern.test");
        SampleMail again = SampleMail.of("M2", "alice@postern.test", "bob@postern.test")
                .sameBytesAs(first)
                .receivedAt(Golden.AT.plus(Duration.ofHours(23)));
        take(first);
        take(again);

        assertThat(database.rows(RECIPIENTS))
                .containsExactly(
                        "M1 alice@postern.test null null t",
                        "M2 alice@postern.test DUPLICATE resend of M1 t",
                        "M2 bob@postern.test null null t");
    }

    @Test
    void resendInTheSameGroupIsRecognised() throws Exception {
        SampleMail again = SampleMail.of("M1", "alice@postern.test").receivedAt(Golden.AT.plusSeconds(9));
        SampleMail first = SampleMail.of("M2", "alice@postern.test").sameBytesAs(again);
        take(again, first);

        assertThat(database.rows(RECIPIENTS))
                .containsExactly("M1 alice@postern.test DUPLICATE resend of M2 t", "M2 alice@postern.test null null t");
        assertThat(database.rows("select mail_id from content_chunk")).containsExactly("M2");
    }

    @Test
    void sameBytesADayLaterAreANewMail() throws Exception {
        SampleMail first = SampleMail.of("M1", "alice@postern.test");
        SampleMail later = SampleMail.of("M2", "alice@postern.test")
                .sameBytesAs(first)
                .receivedAt(Golden.AT.plus(Duration.ofHours(25)));
        take(first);
        take(later);

        assertThat(database.rows("select mail_id, outcome from recipient order by 1"))
                .containsExactly("M1 null", "M2 null");
        assertThat(database.rows("select mail_id from fingerprint")).containsExactly("M2");
    }

    @Test
    void otherSenderOrOtherBytesAreAnotherMail() throws Exception {
        SampleMail first = SampleMail.of("M1", "alice@postern.test");
        take(first, SampleMail.of("M2", "alice@postern.test"));

        assertThat(database.rows("select outcome from recipient")).containsExactly("null", "null");
    }

    @Test
    void quarantinedMailIsKeptAndMakesNoResend() throws Exception {
        SampleMail held = SampleMail.of("M1", "alice@postern.test").disposition(Disposition.QUARANTINE);
        take(held);
        take(SampleMail.of("M2", "alice@postern.test").sameBytesAs(held));

        assertThat(database.rows(RECIPIENTS))
                .containsExactly("M1 alice@postern.test QUARANTINED null t", "M2 alice@postern.test null null t");
        assertThat(database.rows("select mail_id from content_chunk order by 1"))
                .containsExactly("M1", "M2");
    }

    @Test
    void lostContentLeavesNothingBehind() {
        Approval approval =
                Approval.of(SampleMail.of("M1", "alice@postern.test").record());

        assertThatExceptionOfType(ContentLost.class)
                .isThrownBy(() -> custody.take(List.of(approval), (mails, sink) -> {
                    sink.accept("M1", 0, new byte[1]);
                    throw new ContentLost(Map.of("M1", new InvalidRecord("gone")));
                }));

        assertThat(database.rows("select id from mail")).isEmpty();
        assertThat(database.rows("select hash from fingerprint")).isEmpty();
    }

    @Test
    void twoInstancesWithTheSameResendDeliverItOnce() throws Exception {
        List<Callable<List<Approval>>> instances = new ArrayList<>();
        CountDownLatch start = new CountDownLatch(1);
        for (int instance = 0; instance < 4; instance++) {
            String id = "M" + instance;
            SampleMail mail =
                    SampleMail.of(id, "alice@postern.test", "bob@postern.test").content("the same".getBytes(UTF_8));
            instances.add(() -> {
                start.await();
                return take(mail);
            });
        }
        race(instances, start);

        assertThat(database.rows("select count(*) from recipient where outcome is null"))
                .containsExactly("2");
        assertThat(database.rows("select count(*) from recipient where outcome = 'DUPLICATE'"))
                .containsExactly("6");
    }

    @Test
    void twoInstancesWithTheSameRecordsTakeThemOnce() throws Exception {
        SampleMail[] mails = IntStream.range(0, 50)
                .mapToObj(i -> SampleMail.of("M" + i, "alice@postern.test"))
                .toArray(SampleMail[]::new);
        CountDownLatch start = new CountDownLatch(1);
        Callable<List<Approval>> instance = () -> {
            start.await();
            return take(mails);
        };

        List<List<Approval>> taken = race(List.of(instance, instance), start);

        assertThat(taken.getFirst().size() + taken.getLast().size()).isEqualTo(50);
        assertThat(database.rows("select count(*) from content_chunk")).containsExactly("50");
    }

    @Test
    void mailThatTheDatabaseHasNoRoomForIsTakenWholeWhenThereIsRoom() throws Exception {
        byte[] large = new byte[500_000];
        new Random(1).nextBytes(large);
        try (SmallDisk disk = SmallDisk.mount("1m")) {
            database.run("create tablespace small location '" + disk.folder() + "'");
            database.run("alter table content_chunk set tablespace small");
            try {
                take(SampleMail.of("M1", "alice@postern.test").content(large));
                SampleMail second = SampleMail.of("M2", "alice@postern.test").content(Arrays.copyOf(large, 499_999));

                assertThatThrownBy(() -> take(SampleMail.of("M3", "bob@postern.test"), second))
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                full -> assertThat(full.getSQLState())
                                        .as("disk full: waited for, not put aside")
                                        .isEqualTo("53100"));
                assertThat(database.rows("select id from mail")).containsExactly("M1");
                assertThat(database.rows("select mail_id from fingerprint")).containsExactly("M1");

                database.run("alter table content_chunk set tablespace pg_default");
                take(SampleMail.of("M3", "bob@postern.test"), second);
                assertThat(database.rows("select mail_id, length(bytes) from content_chunk order by 1"))
                        .contains("M2 499999");
            } finally {
                database.run("alter table content_chunk set tablespace pg_default");
                database.run("drop tablespace small");
            }
        }
    }

    @Test
    void sameBytesInOneGroupAreAResendWithinADayAndANewMailLater() throws Exception {
        SampleMail first = SampleMail.of("M1", "alice@postern.test");
        SampleMail again = SampleMail.of("M2", "alice@postern.test").sameBytesAs(first);
        SampleMail late = SampleMail.of("M3", "alice@postern.test")
                .sameBytesAs(first)
                .receivedAt(first.receivedAt().plus(Duration.ofDays(2)));

        take(first, again, late);

        assertThat(database.rows("select mail_id, outcome from recipient order by 1"))
                .containsExactly("M1 null", "M2 DUPLICATE", "M3 null");
    }

    private List<Approval> take(SampleMail... mails) throws Exception {
        Map<String, SampleMail> byId = new HashMap<>();
        List<Approval> group = new ArrayList<>();
        for (SampleMail mail : mails) {
            byId.put(mail.id(), mail);
            group.add(Approval.of(mail.record()));
        }
        return custody.take(group, (wanted, sink) -> {
            for (MailApproved approved : wanted) {
                SampleMail mail = requireNonNull(byId.get(approved.mail().mailId()));
                for (int i = 0; i < mail.chunkCount(); i++) {
                    sink.accept(mail.id(), i, mail.chunk(i));
                }
            }
        });
    }

    private static <T> List<T> race(List<Callable<T>> runners, CountDownLatch start) throws Exception {
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<T>> running = runners.stream().map(threads::submit).toList();
            start.countDown();
            List<T> results = new ArrayList<>();
            for (Future<T> runner : running) {
                results.add(runner.get(20, TimeUnit.SECONDS));
            }
            return results;
        }
    }
}
