package io.postern.check.lists;

import static io.postern.contract.Topics.LISTS;

import io.postern.check.lists.Standing.Change;
import io.postern.check.service.Identity;
import io.postern.contract.ListJudged;
import io.postern.contract.Publisher;
import java.time.Clock;
import org.jboss.logging.Logger;

/** Tells the other instances what this one found of a list, and the operator what changed. */
final class Announcer {

    private static final Logger LOG = Logger.getLogger(Announcer.class);

    private final Identity self;
    private final Publisher publisher;
    private final Clock clock;

    Announcer(Identity self, Publisher publisher, Clock clock) {
        this.self = self;
        this.publisher = publisher;
        this.clock = clock;
    }

    /** This instance judged the list. */
    void judged(WatchedList watched, Change change) {
        changed(watched, change);
        ListJudged judged =
                watched.standing().judged(self.check(), watched.list().name(), self.instance(), clock.instant());
        if (judged != null) {
            var unused = publisher
                    .send(Publisher.json(LISTS, judged.key(), judged))
                    .whenComplete((written, failure) -> {
                        if (failure != null) {
                            LOG.debugf("judgement not told to the others list=%s cause=%s", judged.list(), failure);
                        }
                    });
        }
    }

    /** What is asked has changed, whoever found it. */
    void changed(WatchedList watched, Change change) {
        DnsList list = watched.list();
        Standing standing = watched.standing();
        switch (change) {
            case TAKEN_OUT -> LOG.warnf("list taken out of service list=%s standing=%s", list, standing);
            case PUT_BACK -> LOG.infof("list put back into service list=%s", list);
            case NONE -> LOG.debugf("list judged list=%s standing=%s", list, standing);
        }
    }
}
