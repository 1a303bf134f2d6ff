package io.postern.antispam.learned;

import io.postern.antispam.letter.Letter;
import java.sql.SQLException;
import java.util.OptionalDouble;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * Tells how likely a mail is spam by what was taught. While the database is away it knows what it knew. For one database
 * per deployment; instances agree within a refresh.
 */
public final class Classifier {

    private static final Logger LOG = Logger.getLogger(Classifier.class);

    private final Memory memory;
    private final int least;
    private boolean away;

    /** @param least mails of each kind without which it says nothing */
    public Classifier(DataSource database, int least) {
        this.memory = new Memory(database);
        this.least = least;
    }

    /** From 0, ham, to 1, spam; empty as long as too little is taught. */
    public OptionalDouble spam(Letter letter) {
        Lexicon lexicon = memory.lexicon();
        return trained(lexicon) ? OptionalDouble.of(Odds.spam(Tokens.of(letter), lexicon)) : OptionalDouble.empty();
    }

    /** Whether it has learned enough to say something. */
    public boolean trained() {
        return trained(memory.lexicon());
    }

    private boolean trained(Lexicon lexicon) {
        return lexicon.mails().spam() >= least && lexicon.mails().ham() >= least;
    }

    /** How many mails it knows. */
    public Counts mails() {
        return memory.lexicon().mails();
    }

    /** How many tokens it knows. */
    public int tokens() {
        return memory.lexicon().size();
    }

    /** Reads what was taught since. */
    public void refresh() {
        try {
            memory.refresh();
            if (away) {
                LOG.info("the database is back");
            }
            away = false;
        } catch (SQLException | RuntimeException e) { // whatever it is, the next time may be better
            if (!away) {
                LOG.warnf("the database is away, what was learned before counts cause=%s", e);
            }
            away = true;
        }
    }
}
