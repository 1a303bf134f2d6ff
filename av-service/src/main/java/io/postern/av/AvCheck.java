package io.postern.av;

import io.postern.check.Finding;
import io.postern.check.Mail;
import io.postern.check.MessageCheck;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;

/** Do the engines find something in a mail? */
@ApplicationScoped
class AvCheck implements MessageCheck {

    private final MailScans scans;
    private final Findings findings;

    AvCheck(MailScans scans, Findings findings) {
        this.scans = scans;
        this.findings = findings;
    }

    @Override
    public Finding check(Mail mail) throws IOException, InterruptedException {
        return findings.of(scans.report(mail));
    }
}
