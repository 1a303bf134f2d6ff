package io.postern.antispam;

import io.postern.antispam.letter.Letter;
import io.postern.antispam.rule.Hit;
import io.postern.check.Finding;
import io.postern.check.Mail;
import io.postern.check.MessageCheck;
import io.postern.contract.Verdict.Outcome;
import io.postern.contract.Verdict.PeerReply;
import io.postern.contract.Verdict.Reason;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;

/** Is it spam? */
@Singleton
class AntispamCheck implements MessageCheck {

    private static final PeerReply REPLY = new PeerReply(554, "5.7.1", "Message rejected: looks like spam");

    private final Judge judge;
    private final Figures figures;

    AntispamCheck(Judge judge, Figures figures) {
        this.judge = judge;
        this.figures = figures;
    }

    @Override
    public Finding check(Mail mail) throws IOException, InterruptedException {
        Judgement judgement = judge.judge(Letter.of(mail));
        figures.judged(judgement);
        List<Reason> reasons =
                judgement.hits().stream().map(AntispamCheck::reason).toList();
        if (judgement.spam()) {
            return new Finding(Outcome.FAIL, judgement.score(), reasons, REPLY);
        }
        return new Finding(judgement.complete() ? Outcome.PASS : Outcome.ERROR, judgement.score(), reasons, null);
    }

    private static Reason reason(Hit hit) {
        return new Reason(hit.rule(), hit.text(), hit.detail(), hit.score(), hit.failed(), null);
    }
}
