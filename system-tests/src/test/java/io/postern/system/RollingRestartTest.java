package io.postern.system;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.postern.system.PersistentSender.Letter;
import io.postern.system.PersistentSender.Sent;
import io.postern.system.gateway.ExtraIngress;
import io.postern.system.gateway.Gateway;
import io.postern.system.gateway.GatewayExtension;
import io.postern.system.smtp.SmtpClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two ingresses are stopped and started in turns while mail comes in: nobody loses a mail, or has one cut off. */
@Order(60)
@ExtendWith(GatewayExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // started before all
class RollingRestartTest {

    private static final Map<String, String> SETTINGS = Map.of("defence.trusted", "127.0.0.0/8");
    private static final int HEAP = 160;
    private static final int SENDERS = 8;
    private static final int MAILS = 1_600;
    private static final Duration PACE = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String TOKEN = "rolling-";

    private ExtraIngress one;
    private ExtraIngress other;

    @BeforeAll
    void start(Gateway gateway) throws IOException {
        one = new ExtraIngress(gateway, 1, HEAP, SETTINGS);
        other = new ExtraIngress(gateway, 2, HEAP, SETTINGS);
    }

    @AfterAll
    void stop() {
        one.close();
        other.close();
    }

    @Test
    void mailUnderWayIsFinishedAndIdleClientsAreTold() throws IOException {
        byte[] mail = SmtpClient.endOfData(Gateway.mail("Half of it comes before the end, half of it after."));
        try (SmtpClient busy = one.connect();
                SmtpClient idle = one.connect()) {
            busy.command("MAIL FROM:<rolling@elsewhere.example>");
            busy.command("RCPT TO:<bob@postern.test>");
            assertThat(busy.command("DATA").code()).isEqualTo(354);
            busy.send(Arrays.copyOfRange(mail, 0, mail.length / 2));
            one.terminate();
            assertThat(idle.read().toString()).startsWith("421 4.3.2 ");
            assertThat(idle.closedByServer()).isTrue();
            await("no new clients")
                    .atMost(Gateway.PATIENCE)
                    .untilAsserted(() -> assertThatThrownBy(one::connect).isInstanceOf(IOException.class));
            busy.send(Arrays.copyOfRange(mail, mail.length / 2, mail.length));
            assertThat(busy.read().toString()).startsWith("250 2.0.0 ");
            assertThat(busy.read().toString()).startsWith("421 4.3.2 ");
        } finally {
            one.awaitEnd();
            one.startAgain();
        }
    }

    @Test
    void nothingIsLostOrDoubledInARollingRestart(Gateway gateway) throws Exception {
        AtomicInteger promises = new AtomicInteger();
        List<Integer> ports = List.of(one.port(), other.port());
        List<Sent> sent = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Sent>>> senders = new ArrayList<>();
            for (int i = 0; i < SENDERS; i++) {
                senders.add(threads.submit(new PersistentSender(ports, each(letters(i)), PACE, PATIENCE, promises)));
            }
            restartAfter(MAILS / 16, promises, one);
            restartAfter(MAILS / 8, promises, other);
            restartAfter(MAILS / 5, promises, one);
            assertThat(promises.get())
                    .as("mails before the last restart was over")
                    .isLessThan(MAILS);
            for (Future<List<Sent>> sender : senders) {
                sent.addAll(sender.get());
            }
        }
        assertThat(sent).hasSize(MAILS);
        assertThat(sent).filteredOn(mail -> mail.promised().isEmpty()).isEmpty();
        await("each mail once in the mailbox")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> copies(gateway).size() == MAILS);
        assertThat(copies(gateway).values()).containsOnly(1L);
        System.out.printf("rolling restart: %s%n", troubles(sent));
    }

    private static void restartAfter(int count, AtomicInteger promises, ExtraIngress ingress) throws IOException {
        await(count + " promises").atMost(PATIENCE).until(() -> promises.get() >= count);
        ingress.terminate();
        ingress.awaitEnd();
        ingress.startAgain();
    }

    private static List<Letter> letters(int sender) {
        List<Letter> letters = new ArrayList<>();
        for (int i = sender; i < MAILS; i += SENDERS) {
            String token = TOKEN + i;
            byte[] content =
                    ("Subject: " + token + "\r\n\r\n" + "Nobody notices a thing.\r\n".repeat(100)).getBytes(US_ASCII);
            letters.add(new Letter(token, List.of("carol@postern.test"), content));
        }
        return letters;
    }

    private static Supplier<Optional<Letter>> each(List<Letter> letters) {
        Iterator<Letter> rest = letters.iterator();
        return () -> rest.hasNext() ? Optional.of(rest.next()) : Optional.empty();
    }

    private static Map<String, Long> copies(Gateway gateway) {
        return gateway.mailboxes().of("carol").stream()
                .flatMap(mail -> mail.header("Subject").stream())
                .filter(subject -> subject.startsWith(TOKEN))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    private static Map<String, Long> troubles(List<Sent> sent) {
        return sent.stream()
                .flatMap(mail -> mail.answers().stream())
                // without what is different in each
                .map(answer -> answer.replaceAll(" \\(\\w+\\)$| queued as \\w+$", ""))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }
}
