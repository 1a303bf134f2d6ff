package io.postern.av;

import static io.postern.av.ScanResult.Kind.TIME_OUT;

import io.opentelemetry.context.Context;
import io.postern.check.Mail;
import io.postern.check.part.Blob;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Every mail is scanned once: whoever asks for it while it is being scanned waits for the same scan, whoever asks later is told
 * what came of it. So a sender whose first attempt was deferred because the scan took too long has his answer at the next.
 */
@Singleton
class MailScans {

    private final MailScan scan;
    private final Engines engines;
    private final Memory memory;
    private final Duration deadline;
    private final Duration late;
    private final Semaphore lateScans;
    private final Map<String, Flight> flights = new HashMap<>();

    MailScans(MailScan scan, Engines engines, Memory memory, AvSettings settings) {
        this.scan = scan;
        this.engines = engines;
        this.memory = memory;
        this.deadline = settings.deadline();
        this.late = settings.late().limit();
        this.lateScans = new Semaphore(settings.late().scans());
        Checked.positive("deadline", deadline);
        Checked.positive("late.limit", late.plusNanos(1));
        Checked.atLeast(0, "late.scans", settings.late().scans());
    }

    /** What the engines have to say of a mail, or that they did not in time. */
    Report report(Mail mail) throws IOException, InterruptedException {
        long end = System.nanoTime() + deadline.toNanos();
        String digest = mail.received().sha256() + "/" + mail.received().size();
        Report known = memory.mail(digest);
        if (known != null) {
            return known;
        }
        Flight flight = flight(digest, mail);
        try {
            Report report = flight.await(Duration.ofNanos(end - System.nanoTime()));
            if (report.kind() == TIME_OUT) {
                engines.doubt();
            }
            return report;
        } catch (ExecutionException e) {
            throw failure(e);
        } finally {
            flight.leave();
        }
    }

    private static IOException failure(ExecutionException e) {
        if (e.getCause() instanceof RuntimeException bug) {
            throw bug;
        }
        return new IOException("the scan failed", e.getCause());
    }

    private Flight flight(String digest, Mail mail) throws IOException {
        Flight under = join(digest);
        return under == null ? start(digest, copy(mail)) : under;
    }

    private @Nullable Flight join(String digest) {
        synchronized (flights) {
            Flight flight = flights.get(digest);
            if (flight != null) {
                flight.board();
            }
            return flight;
        }
    }

    /** The mail itself is gone when its asker has given up. */
    private static Blob copy(Mail mail) throws IOException {
        try (InputStream content = mail.open()) {
            Blob copy = Blob.of(content);
            if (copy.size() != mail.received().size()) {
                copy.close();
                throw new IOException("the mail is not complete");
            }
            return copy;
        }
    }

    private Flight start(String digest, Blob copy) throws IOException {
        synchronized (flights) {
            Flight flight = join(digest);
            if (flight != null) { // another was faster
                copy.close();
                return flight;
            }
            Allowance allowance = Allowance.fromNow(deadline, late);
            Context context = Context.current();
            flight = new Flight(
                    "scan-" + digest,
                    () -> context.wrap(() -> scan(digest, copy, allowance)).call(),
                    lateScans);
            flights.put(digest, flight);
            flight.board();
            flight.start();
            return flight;
        }
    }

    private Report scan(String digest, Blob copy, Allowance allowance) throws IOException, InterruptedException {
        try (copy) {
            Report report = scan.scan(copy, allowance);
            memory.keepMail(digest, report);
            return report;
        } finally {
            synchronized (flights) {
                flights.remove(digest);
            }
        }
    }
}
