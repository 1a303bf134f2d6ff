package io.postern.greylist;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.hibernate.Session;
import org.hibernate.query.MutationQuery;

/** What an operator changes: many rows some at a time, so that no attempt waits for them. */
@Singleton
class Register {

    private static final String INTRODUCE = """
            insert into triplet as t (pair, network, origin, sender, domain, recipient,
                                 attempts, first_seen, last_seen, passed_at, expires_at)
            values (:pair, :network, :origin, :sender, :domain, :recipient,
                    0, now(), now(), now(), now() + make_interval(secs => :memory))
            on conflict (pair, network) do update set passed_at = excluded.passed_at, expires_at = excluded.expires_at
             where t.passed_at is null or t.expires_at <= now()
            """;

    private static final String TRUST = """
            insert into trusted as t (kind, name, granted_by, expires_at)
            values (:kind, :name, :by, now() + make_interval(secs => :memory))
            on conflict (kind, name) do update set granted_by = excluded.granted_by, expires_at = excluded.expires_at
            """;

    private static final String DISTRUST = "delete from trusted where kind = :kind and name = :name";

    private static final int BATCH = 2_000;

    private final Session session;
    private final double memory;

    Register(Session session, GreylistSettings settings) {
        this.session = session;
        this.memory = seconds(settings.memory());
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }

    /** Lets in at once those that wait. @return how many */
    int release(Selection selection) {
        return all("""
                update triplet t set passed_at = now(), expires_at = now() + make_interval(secs => :memory)
                  from (select pair, network from triplet
                         where %s and passed_at is null and expires_at > now()
                         limit :batch for update %s) w
                 where t.pair = w.pair and t.network = w.network
                """, selection, true);
    }

    /** Lets in a triplet that may not have been met yet. */
    @Transactional
    void introduce(Triplet triplet) {
        Map<String, Object> row = new HashMap<>();
        row.put("pair", triplet.pair());
        row.put("network", triplet.network());
        row.put("origin", triplet.origin());
        row.put("sender", triplet.sender());
        row.put("domain", triplet.domain());
        row.put("recipient", triplet.recipient());
        run(INTRODUCE, row, true);
    }

    /** Lets in all of a network or a domain from now on. */
    @Transactional
    void trust(String kind, String name, String by) {
        run(TRUST, Map.of("kind", kind, "name", name, "by", by), true);
    }

    /** @return whether it was trusted, or on the way there */
    @Transactional
    boolean distrust(String kind, String name) {
        return run(DISTRUST, Map.of("kind", kind, "name", name), false) > 0;
    }

    /** Takes triplets for never met. @return how many */
    int forget(Selection selection) {
        return all("""
                delete from triplet t
                 using (select pair, network from triplet where %s limit :batch for update %s) w
                 where t.pair = w.pair and t.network = w.network
                """, selection, false);
    }

    /** First those that nobody holds, so that no attempt waits; then the few that somebody held. */
    private int all(String statement, Selection selection, boolean remembers) {
        return inBatches(statement.formatted(selection.where(), "skip locked"), selection, remembers)
                + inBatches(statement.formatted(selection.where(), ""), selection, remembers);
    }

    private int inBatches(String statement, Selection selection, boolean remembers) {
        Map<String, Object> parameters = new HashMap<>(selection.parameters());
        parameters.put("batch", BATCH);
        int all = 0;
        int some;
        do {
            some = QuarkusTransaction.requiringNew().call(() -> run(statement, parameters, remembers));
            all += some;
        } while (some > 0);
        return all;
    }

    private int run(String statement, Map<String, Object> parameters, boolean remembers) {
        MutationQuery query = session.createNativeMutationQuery(statement);
        parameters.forEach(query::setParameter);
        if (remembers) {
            query.setParameter("memory", memory);
        }
        return query.executeUpdate();
    }
}
