package io.postern.system;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.postern.local.Port;
import io.postern.system.clients.SmtpSink;
import io.postern.system.gateway.ExtraDelivery;
import io.postern.system.gateway.FaultPoint;
import io.postern.system.gateway.FaultPoint.Place;
import io.postern.system.gateway.FreePorts;
import io.postern.system.gateway.Gateway;
import io.postern.system.gateway.GatewayExtension;
import io.postern.system.gateway.Mailboxes;
import io.postern.system.smtp.SmtpClient;
import io.postern.system.smtp.SmtpReply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Delivery is killed at each step of a delivery, its database goes away, one of two instances dies: each mail lies in each
 * mailbox once, and leaves once. It leaves twice only if delivery dies between the end of the mail and the note of the peer's
 * answer, which nobody can close.
 */
@Order(79)
@ExtendWith(GatewayExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // started before all
class DeliveryFaultsTest {

    private static final String SENDER = "alice@postern.test";
    private static final String FRIEND = "friend@faults.example";
    private static final String NOBODY = "nobody@refusing.example";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Mails under way to mailboxes at each step. */
    private static final int LOCAL = 10;

    /** Whoever dies holds up for seconds what it had in hand. */
    private static final Map<String, String> SHORT_LEASES = Map.of(
            "postern.delivery.queue.lease", "3s",
            "postern.delivery.relay.lease", "6s",
            "postern.delivery.relay.attempt", "4s",
            "postern.delivery.retries.waits", "1s");

    /** Where delivery dies. All but {@link #OFTEN} only if asked for, by name or as "all": each takes a start of the service. */
    private enum Death {
        APPROVALS_READ("custody.Custody", "take"),
        CONTENT_READ("custody.CustodyTables", "insertChunks"),
        CUSTODY_TAKEN("custody.Patience", "over"),
        CLAIMED_FOR_A_MAILBOX("queue.Deliverer", "attempt"),
        FILE_BEGUN("mailbox.Maildir", "write"),
        FILE_IN_PLACE("mailbox.Maildir", "flush"),
        FILE_FLUSHED("queue.Announcer", "announce"),
        ANNOUNCED("queue.Settlement", "finish"),
        NOTED_BUT_NOT_COMMITTED("queue.Informer", "tell"),
        NOTICE_BEGUN("queue.Submission", "putContent"),
        CLAIMED_FOR_A_PEER("queue.Transfer", "run"),
        BEFORE_A_CONNECTION("relay.Connections", "send"),
        BEFORE_MAIL("relay.smtp.Transaction", "converse"),
        RECIPIENT_ACCEPTED("relay.smtp.Transaction", "send"),
        BEFORE_THE_DOT("relay.smtp.CleanLines", "end"),
        AFTER_THE_DOT("relay.smtp.Wire", "read", "conclude"),
        ANSWERED_BUT_NOT_NOTED("queue.Finisher", "add"),
        NOTED_BUT_NOT_TOLD("queue.Announcer", "announce", "some"),
        TOLD_BUT_NOT_MARKED("queue.Untold", "told");

        private static final List<Death> OFTEN = List.of(AFTER_THE_DOT);

        @SuppressWarnings("ImmutableEnumChecker") // a record of texts
        private final Place place;

        Death(String type, String method) {
            this(type, method, "");
        }

        Death(String type, String method, String within) {
            this.place = new Place("io.postern.delivery." + type, method).within(within);
        }

        /** Whether it is a step on the way to a peer. */
        boolean relayed() {
            return compareTo(CLAIMED_FOR_A_PEER) >= 0;
        }

        /** Whether the peer may have the mail without our knowing. */
        boolean inTheWindow() {
            return this == AFTER_THE_DOT || this == ANSWERED_BUT_NOT_NOTED;
        }

        static List<Death> chosen() {
            String asked = System.getProperty("postern.test.faults", "");
            return asked.isEmpty()
                    ? OFTEN
                    : Stream.of(values())
                            .filter(death -> asked.equals("all")
                                    || List.of(asked.split(",", -1)).contains(death.name()))
                            .toList();
        }
    }

    private final Gateway gateway;
    private final Map<String, String> promised = new LinkedHashMap<>();
    private String routesBefore = "";
    private ExtraDelivery delivery;
    private @Nullable SmtpClient client;

    DeliveryFaultsTest(Gateway gateway) {
        this.gateway = gateway;
    }

    /** In the place of the gateway's own, which nobody may kill at a step. */
    @BeforeAll
    void standIn() throws IOException {
        assumeTrue(SmtpSink.installed(), "smtp-sink, of Postfix, is not installed");
        routesBefore = Files.readString(gateway.config("routes.yaml"));
        gateway.part("delivery-service").stop();
        delivery = new ExtraDelivery(gateway, SHORT_LEASES);
    }

    @AfterAll
    void giveBack() throws IOException {
        if (!routesBefore.isEmpty()) {
            Files.writeString(gateway.config("routes.yaml"), routesBefore);
            if (delivery != null) {
                delivery.close();
            }
            gateway.part("delivery-service").start();
            gateway.part("delivery-service").awaitReady(PATIENCE);
        }
    }

    @BeforeEach
    void noRoutes() throws IOException {
        if (!delivery.alive()) {
            delivery.startAgain();
        }
        promised.clear();
        Files.writeString(gateway.config("routes.yaml"), "routes:\n");
    }

    @Test
    void whereverItIsKilledNothingIsLostAndNothingDoubledButInTheWindow() throws Exception {
        try (SmtpSink sink = new SmtpSink(route("faults.example", 1));
                SmtpSink refusing = new SmtpSink(route("refusing.example", 1), "-f", "RCPT")) {
            awaitRoutes();
            for (Death death : Death.chosen()) {
                try (FaultPoint point = delivery.stopAt(death.place)) {
                    send(death);
                    point.await(PATIENCE);
                    delivery.kill();
                }
                delivery.startAgain();
                awaitAll(sink);
                awaitSettled();
            }
            for (Death death : Death.chosen()) {
                tokens(death)
                        .forEach(token -> assertThat(inMailboxes(token))
                                .as("%s in the mailboxes of alice and bob", token)
                                .containsExactly(1L, 1L));
                assertThat(count(sink.taken(), token(death, "relay")))
                        .as("%s at the peer", death)
                        .isEqualTo(death.inTheWindow() ? 2 : death.relayed() ? 1 : 0);
            }
            assertThat(notices(token(Death.NOTICE_BEGUN, "refused")))
                    .as("notices of one mail")
                    .isEqualTo(Death.chosen().contains(Death.NOTICE_BEGUN) ? 1 : 0);
            assertThat(refusing.taken()).isEmpty();
        }
    }

    private int route(String domain, int concurrency) throws IOException {
        int port = FreePorts.one();
        String others = Files.readString(gateway.config("routes.yaml"));
        Files.writeString(gateway.config("routes.yaml"), others + """
                  - domains: [%s]
                    to: 127.0.0.1:%d
                    tls: none
                    concurrency: %d
                """.formatted(domain, port, concurrency));
        return port;
    }

    /** Until delivery has read them. */
    private void awaitRoutes() {
        Path routes = gateway.config("routes.yaml");
        await("the routes are read")
                .atMost(PATIENCE)
                .until(() ->
                        Files.getLastModifiedTime(delivery.log()).compareTo(Files.getLastModifiedTime(routes)) > 0);
    }

    /** Mails to mailboxes, and one to the peer, or to a recipient that the peer refuses: of each step no more than one is there. */
    private void send(Death death) throws IOException {
        for (String token : tokens(death)) {
            submit(token, List.of("alice@postern.test", "bob@postern.test"));
        }
        if (death == Death.NOTICE_BEGUN) {
            submit(token(death, "refused"), List.of(NOBODY));
        }
        if (death.relayed()) {
            submit(token(death, "relay"), List.of(FRIEND));
        }
    }

    private static List<String> tokens(Death death) {
        return IntStream.range(0, LOCAL)
                .mapToObj(i -> token(death, "local" + i))
                .toList();
    }

    private static String token(Death death, String what) {
        return "fault." + death + "." + what + ".";
    }

    private void submit(String token, List<String> recipients) throws IOException {
        byte[] mail = ("From: <" + SENDER + ">\r\nSubject: " + token + "\r\n\r\nWill it come, and come once?\r\n")
                .getBytes(US_ASCII);
        if (client == null) {
            client = SmtpClient.greet(gateway.port(Port.SUBMISSION));
            client.startTls(gateway.accounts().trust());
            client.login(SENDER, gateway.accounts().password(SENDER));
        }
        SmtpReply reply = client.sendMail(SENDER, recipients, mail);
        promised.put(token, reply.queuedAs().orElseThrow(() -> new AssertionError(reply.toString())));
    }

    @AfterEach
    void disconnect() throws IOException {
        if (client != null) {
            client.close();
            client = null;
        }
    }

    /** Until each mail is where it belongs, and nobody owes anything any more. */
    private void awaitAll(SmtpSink sink) {
        await("all mails are where they belong").atMost(PATIENCE).untilAsserted(() -> {
            String taken = sink.taken();
            for (String token : promised.keySet()) {
                if (token.contains("local")) {
                    assertThat(inMailboxes(token)).as(token).doesNotContain(0L);
                } else if (token.contains("relay")) {
                    assertThat(taken).contains(token);
                } else {
                    assertThat(notices(token)).as("notices of " + token).isPositive();
                }
            }
        });
    }

    /** Until delivery has noted an end of each: then none of it is at the next step, and a second time has come if it comes. */
    private void awaitSettled() {
        for (Map.Entry<String, String> mail : promised.entrySet()) {
            await("the end of " + mail.getKey()).atMost(PATIENCE).until(() -> delivery.settled(mail.getValue()));
        }
    }

    private List<Long> inMailboxes(String token) {
        Mailboxes mailboxes = gateway.mailboxes();
        return Stream.of("alice", "bob")
                .map(user -> mailboxes.of(user).stream()
                        .filter(mail -> mail.header("Subject").orElse("").equals(token))
                        .count())
                .toList();
    }

    /** How many notices of a mail its sender has. */
    private long notices(String token) {
        String id = promised.getOrDefault(token, "never sent");
        return gateway.mailboxes().of("alice").stream()
                .map(mail -> new String(mail.bytes(), US_ASCII))
                .filter(text -> text.contains("multipart/report") && text.contains(id))
                .count();
    }

    private static int count(String text, String token) {
        return text.split(Pattern.quote("Subject: " + token), -1).length - 1;
    }

    @Test
    void databaseMayGoAwayAndComeBack() throws Exception {
        // Leases of mail to peers are the usual ones: only whoever is away for longer may be sent a mail twice.
        Map<String, String> settings =
                Map.of("postern.delivery.queue.lease", "3s", "postern.delivery.retries.waits", "1s");
        delivery.kill();
        try (SmtpSink sink = new SmtpSink(route("faults.example", 5), "-w", "1");
                ExtraDelivery patient = new ExtraDelivery(gateway, settings)) {
            List<String> tokens = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                tokens.add("away." + i + ".relay.");
                submit("away." + i + ".relay.", List.of(FRIEND));
                submit("away." + i + ".local.", List.of("alice@postern.test", "bob@postern.test"));
                if (i == 10) {
                    await("mail leaves")
                            .atMost(PATIENCE)
                            .until(() -> sink.taken().contains("away."));
                    gateway.part("postgres").stop();
                }
            }
            gateway.part("postgres").start();
            awaitAll(sink);
            assertThat(tokens)
                    .allSatisfy(token -> assertThat(count(sink.taken(), token)).isEqualTo(1));
            assertThat(promised.keySet())
                    .filteredOn(token -> token.contains("local"))
                    .allSatisfy(token -> assertThat(inMailboxes(token)).containsExactly(1L, 1L));
            assertThat(patient.metrics()).contains("postern_deliveries_uncertain_total 0.0");
        }
    }

    @Test
    void oneOfTwoInstancesMayDie() throws Exception {
        int atOnce = 3;
        try (SmtpSink sink = new SmtpSink(route("faults.example", atOnce), "-w", "1");
                ExtraDelivery other = new ExtraDelivery(gateway, SHORT_LEASES)) {
            awaitRoutes();
            for (int i = 0; i < 24; i++) {
                submit("two." + i + ".relay.", List.of(FRIEND));
                submit("two." + i + ".local.", List.of("alice@postern.test", "bob@postern.test"));
            }
            await("both relay").atMost(PATIENCE).until(() -> working(delivery) && working(other));
            delivery.kill();
            awaitAll(sink);
            String taken = sink.taken();
            assertThat(promised.keySet())
                    .filteredOn(token -> token.contains("local"))
                    .allSatisfy(token -> assertThat(inMailboxes(token)).containsExactly(1L, 1L));
            assertThat(promised.keySet())
                    .filteredOn(token -> token.contains("relay"))
                    .allSatisfy(token -> assertThat(count(taken, token)).isBetween(1, 2))
                    .filteredOn(token -> count(taken, token) == 2)
                    .as("mails that the peer may have had when the one died")
                    .hasSizeLessThanOrEqualTo(atOnce);
            assertThat(other.metrics()).containsPattern("postern_deliveries_lapsed_total [1-9]");
        }
    }

    private static boolean working(ExtraDelivery delivery) throws IOException {
        return delivery.metrics()
                .lines()
                .anyMatch(line -> line.startsWith("postern_delivery_transfers ") && !line.endsWith(" 0.0"));
    }
}
