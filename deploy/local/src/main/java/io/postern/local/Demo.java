package io.postern.local;

import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Plays a few clients to a running stack and shows what becomes of each. */
final class Demo {

    private static final String NOTHING = "-";
    private static final Pattern GREYLISTED = Pattern.compile("try again in (\\d{1,6}) seconds");

    /** Longer than that nobody watches a demo. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final StackOptions options;
    private final Mailboxes mailboxes;
    private final Table table = new Table("port", "case", "answered at", "reply", "where the mail lies");
    private final List<String> surprises = new ArrayList<>();
    private final DemoTraces traces;

    private Demo(StackOptions options) {
        this.options = options;
        this.mailboxes = Mailboxes.of(options.folder());
        this.traces = new DemoTraces(options);
    }

    /** @return 0 only if every case is as expected */
    static int run(StackFolder folder, PrintStream out) {
        StackOptions options = RunningStack.find(folder)
                .orElseThrow(() -> new StackFailed(
                        "no stack runs with " + folder.root() + "; start one with ./postern up --detach"))
                .options();
        Demo demo = new Demo(options);
        demo.play(Port.SMTP, DemoCases.incoming());
        String newcomer = DemoCases.newcomer();
        Optional<Instant> back = demo.greylisting(newcomer);
        demo.playOutgoing(folder);
        if (back.isPresent()) {
            demo.comeBack(newcomer, back.get());
        }
        return demo.show(out);
    }

    /** What the anti-spam check says of mails, so that one sees how a score comes about. */
    private Table judged() {
        Judgements judgements = new Judgements(options);
        Table reasons = new Table("antispam says of", "score", "because");
        DemoCases.judged().forEach((name, mail) -> {
            try {
                Judgements.Line line = judgements.of(mail);
                reasons.row(name, line.score(), line.rules());
            } catch (IOException e) {
                reasons.row(name, NOTHING, Port.ANTISPAM_HTTP.label() + " does not say");
            }
        });
        return reasons;
    }

    /** @return when the newcomer may come back, if he was told */
    private Optional<Instant> greylisting(String newcomer) {
        String told = play(Port.SMTP, DemoCases.meetings(newcomer));
        Matcher seconds = GREYLISTED.matcher(told);
        return seconds.find()
                ? Optional.of(Instant.now().plusSeconds(Long.parseLong(seconds.group(1))))
                : Optional.empty();
    }

    private void comeBack(String newcomer, Instant time) {
        Duration left = Duration.between(Instant.now(), time);
        if (left.compareTo(PATIENCE) > 0) {
            notTried(Port.SMTP, "greylisting says to come back in " + left.toSeconds() + " seconds");
            return;
        }
        try {
            Thread.sleep(left.isNegative() ? Duration.ZERO : left);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailed("interrupted while the newcomer waited", e);
        }
        play(Port.SMTP, List.of(DemoCases.comesBack(newcomer)));
    }

    private void playOutgoing(StackFolder folder) {
        Accounts accounts = folder.accounts();
        Optional<String> password = accounts.password(Accounts.ALICE);
        if (password.isPresent()) {
            play(Port.SUBMISSION, DemoCases.outgoing(Trust.in(IngressPlaces.chain(folder)), password.get()));
        } else {
            notTried(Port.SUBMISSION, "no password of " + Accounts.ALICE + " in " + accounts.credentials());
        }
    }

    /** @return the last reply */
    private String play(Port port, List<DemoCase> cases) {
        String reply = "";
        try {
            for (DemoCase demo : cases) {
                reply = play(port, demo);
            }
        } catch (ConnectException e) {
            notTried(port, port.label() + " is not open");
        } catch (IOException e) {
            throw new StackFailed("the dialogue with port " + options.port(port) + " failed: " + e.getMessage(), e);
        }
        return reply;
    }

    private String play(Port port, DemoCase demo) throws IOException {
        DemoCase.Outcome outcome;
        try (SmtpClient client = new SmtpClient(demo.address(), options.port(port))) {
            outcome = demo.play(client);
            client.quit();
        } catch (BindException e) {
            cannotComeFrom(demo, port);
            return "";
        }
        Optional<Path> place = outcome.accepted() ? mailboxes.await(demo.recipient(), demo.token()) : Optional.empty();
        table.row(
                port.label(),
                demo.name(),
                outcome.step(),
                outcome.reply().replace("\n", " / "),
                place.map(Path::toString).orElse(outcome.accepted() ? "not in the mailbox" : NOTHING));
        traces.answered(demo.name(), outcome.reply());
        if (!demo.asExpected(outcome) || outcome.accepted() != place.isPresent()) {
            surprises.add("Not as expected: %s; it should be %s".formatted(demo.name(), demo.expectation()));
        }
        return outcome.reply();
    }

    /** Linux has all of 127.0.0.0/8; other systems have what they are given. */
    private void cannotComeFrom(DemoCase demo, Port port) {
        String address = demo.address().getHostAddress();
        table.row(port.label(), demo.name(), NOTHING, "this machine does not have the address " + address, NOTHING);
        surprises.add("Not tried: %s; on macOS the address comes with: sudo ifconfig lo0 alias %s"
                .formatted(demo.name(), address));
    }

    private void notTried(Port port, String why) {
        table.row(port.label(), NOTHING, NOTHING, why, NOTHING);
        surprises.add("Not tried: what clients of port %d may do; %s".formatted(options.port(port), why));
    }

    private int show(PrintStream out) {
        out.print(table);
        traces.show(out);
        out.println();
        out.print(judged());
        out.println();
        surprises.forEach(out::println);
        if (surprises.isEmpty()) {
            out.println("Every case is as expected.");
        }
        return surprises.isEmpty() ? 0 : 1;
    }
}
