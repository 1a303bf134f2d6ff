package io.postern.system;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.postern.contract.DeliveryAttempted;
import io.postern.contract.MailApproved;
import io.postern.contract.Topics;
import io.postern.local.Part;
import io.postern.local.Port;
import io.postern.system.PersistentSender.Letter;
import io.postern.system.PersistentSender.Sent;
import io.postern.system.gateway.Gateway;
import io.postern.system.gateway.GatewayExtension;
import io.postern.system.gateway.Mailboxes;
import io.postern.system.gateway.TopicReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Thousands of mails by many senders, while every part is killed once in the midst of it: each mail that was answered
 * 250 lies in each of its mailboxes exactly once, however often its sender had to try.
 */
@Order(80)
@ExtendWith(GatewayExtension.class)
class NoLossTest {

    /** At least; more if all are not yet killed. */
    private static final int MAILS = Integer.getInteger("postern.test.mails", 1_500);

    private static final int SENDERS = 10;
    private static final Duration PACE = Duration.ofMillis(300);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final String TOKEN = "no-loss-";
    private static final int SIZE = 4 * 1024;
    private static final int LARGE_SIZE = 600 * 1024; // beyond a chunk, and beyond what is spooled in memory
    private static final int LARGE_EVERY = 200;

    /** Who is killed, one after the other. */
    private static final List<String> KILLED = List.of(
            "dns",
            "rbl-service",
            "address-service",
            "greylist-service",
            "content-service",
            "antispam-service",
            "av-service",
            "ingress-smtp",
            "delivery-service",
            "postgres",
            "kafka");

    /** How many are answered 250 before the first is killed, and after each came back. */
    private static final int BETWEEN = 60;

    private final AtomicInteger promises = new AtomicInteger();
    private final AtomicInteger letters = new AtomicInteger();
    private volatile boolean enough;

    @Test
    void whatWasAnswered250LiesInEachMailboxOnce(Gateway gateway) throws Exception {
        long start = System.nanoTime();
        List<Sent> sent = new ArrayList<>();
        try (TopicReader approved = gateway.readOn(Topics.APPROVED);
                TopicReader deliveries = gateway.readOn(Topics.DELIVERIES);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Sent>>> senders = new ArrayList<>();
            for (int i = 0; i < SENDERS; i++) {
                senders.add(threads.submit(
                        new PersistentSender(List.of(gateway.port(Port.SMTP)), this::next, PACE, PATIENCE, promises)));
            }
            try {
                awaitMore(BETWEEN);
                for (String part : KILLED) {
                    kill(gateway.part(part));
                    awaitMore(BETWEEN);
                }
                awaitMore(MAILS - promises.get());
            } finally {
                enough = true;
            }
            for (Future<List<Sent>> sender : senders) {
                sent.addAll(sender.get());
            }
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            await("an outcome of every approved mail for each recipient")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> outcomes(deliveries).containsAll(owed(approved)));
            report(sent, took, outcomesOf(deliveries, DeliveryAttempted.Outcome.DUPLICATE));
        }
        assertThat(sent).hasSizeGreaterThanOrEqualTo(MAILS);
        assertThat(sent)
                .filteredOn(mail -> mail.promised().isEmpty())
                .as("mails not taken in the end")
                .isEmpty();
        Map<String, Map<String, Long>> copies = copies(gateway.mailboxes());
        assertThat(sent)
                .filteredOn(mail -> !onceInEach(mail, copies))
                .as("mails not exactly once in each mailbox")
                .isEmpty();
    }

    /** Mail comes as long as somebody is still to be killed, so that each is killed with mail under way. */
    private Optional<Letter> next() {
        if (enough) {
            return Optional.empty();
        }
        int i = letters.getAndIncrement();
        String token = TOKEN + i;
        List<String> recipients = Mailboxes.USERS.subList(0, 1 + i % Mailboxes.USERS.size()).stream()
                .map(user -> user + "@" + Mailboxes.DOMAIN)
                .toList();
        return Optional.of(new Letter(token, recipients, content(token, i % LARGE_EVERY == 0 ? LARGE_SIZE : SIZE)));
    }

    private static byte[] content(String token, int size) {
        StringBuilder mail = new StringBuilder("Subject: " + token + "\r\nFrom: <no-loss@elsewhere.example>\r\n\r\n");
        while (mail.length() < size) {
            mail.append("The quick brown fox jumps over the lazy dog, and nobody is lost.\r\n");
        }
        return mail.toString().getBytes(US_ASCII);
    }

    private void awaitMore(int count) {
        int all = promises.get() + count;
        await(count + " more promises")
                .atMost(PATIENCE.plus(PACE.multipliedBy(Math.max(count, 0))))
                .until(() -> promises.get() >= all);
    }

    private static void kill(Part part) {
        long pid = part.pid();
        part.kill();
        await(part.name() + " comes back").atMost(PATIENCE).until(() -> part.pid() != pid && part.ready());
    }

    /** What delivery has to do, as {@code mail id/recipient}. */
    private static Set<String> owed(TopicReader approved) {
        return approved.toEnd().stream()
                .flatMap(record -> TopicReader.read(record, MailApproved.class).stream())
                .flatMap(mail -> mail.mail().envelope().addresses().stream()
                        .map(recipient -> mail.mail().mailId() + "/" + recipient))
                .collect(Collectors.toSet());
    }

    private static Set<String> outcomes(TopicReader deliveries) {
        Set<String> done = outcomesOf(deliveries, DeliveryAttempted.Outcome.DELIVERED);
        done.addAll(outcomesOf(deliveries, DeliveryAttempted.Outcome.DUPLICATE));
        return done;
    }

    private static Set<String> outcomesOf(TopicReader deliveries, DeliveryAttempted.Outcome outcome) {
        return deliveries.toEnd().stream()
                .flatMap(record -> TopicReader.read(record, DeliveryAttempted.class).stream())
                .filter(attempt -> attempt.outcome() == outcome)
                .map(attempt -> attempt.mailId() + "/" + attempt.recipient())
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** How often each mail lies in each mailbox: by user, by token. */
    private static Map<String, Map<String, Long>> copies(Mailboxes mailboxes) {
        return Mailboxes.USERS.stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        user -> mailboxes.of(user).stream()
                                .flatMap(mail -> mail.header("Subject").stream())
                                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))));
    }

    private static boolean onceInEach(Sent mail, Map<String, Map<String, Long>> copies) {
        return copies.entrySet().stream().allMatch(mailbox -> {
            boolean recipient = mail.letter().recipients().contains(mailbox.getKey() + "@" + Mailboxes.DOMAIN);
            return mailbox.getValue().getOrDefault(mail.letter().token(), 0L) == (recipient ? 1 : 0);
        });
    }

    private static void report(List<Sent> sent, Duration took, Set<String> duplicates) {
        Map<String, Long> troubles = sent.stream()
                .flatMap(mail -> mail.answers().stream())
                .filter(answer -> !answer.startsWith("250"))
                .map(answer -> answer.replaceAll(" \\(\\w+\\)$", ""))
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
        System.out.printf(
                "%d mails by %d senders in %d s, kills: %s; sent again: %d; troubles: %s; resends recognised by delivery: %d%n",
                sent.size(),
                SENDERS,
                took.toSeconds(),
                KILLED,
                sent.stream().filter(mail -> mail.answers().size() > 1).count(),
                troubles,
                duplicates.size());
    }
}
