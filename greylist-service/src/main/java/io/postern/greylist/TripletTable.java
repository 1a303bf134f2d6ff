package io.postern.greylist;

import io.postern.greylist.Encounter.Kind;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The one statement of an attempt: it looks up, decides and writes down for any number of triplets, so that two instances
 * that meet the same triplet at the same time come to the same result as one would. Time is the database's, the one clock
 * that all instances share.
 */
final class TripletTable {

    // What has passed, and was noted so within a day, is read and not written. Everything else is an insert that turns
    // into an update where the row is there, also where another instance has just put it there: the row decides, not
    // what was read before. Rows are written in one order, so that two of these wait for each other at most once.
    private static final String MEET = """
            with setting as (
                select make_interval(secs => ?) as delay, make_interval(secs => ?) as retry_window,
                       make_interval(secs => ?) as memory, ?::integer as enough,
                       least(interval '1 day', make_interval(secs => ?) / 10) as fresh),
            asked as (
                select * from unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                  with ordinality as a (pair, network, origin, sender, domain, recipient, trace, nr)),
            vouched as (
                select a.nr, t.kind, t.name, t.granted_by is null and t.expires_at < now() + s.memory - s.fresh as stale
                  from asked a cross join setting s cross join lateral (
                      select * from (
                          (select * from trusted where kind = 'network' and name = a.network)
                          union all
                          (select * from trusted where kind = 'origin' and name = a.origin)
                          union all
                          (select * from trusted where kind = 'domain' and name = a.domain)) known
                       where known.expires_at > now()
                         and (known.granted_by is not null or (s.enough > 0 and known.passes >= s.enough))
                       limit 1) t),
            met as (
                select a.*, coalesce(t.network, a.network) as held, t.passed_at, t.first_seen, t.last_seen
                  from asked a left join lateral (
                      (select * from triplet t
                        where t.pair = a.pair and t.network = a.network and t.expires_at > now())
                      union all
                      (select * from triplet t
                        where t.pair = a.pair and t.origin = a.origin and t.expires_at > now()
                        order by t.passed_at nulls last, t.first_seen limit 1)
                      order by passed_at nulls last, first_seen limit 1) t on true
                 where not exists (select 1 from vouched v where v.nr = a.nr)),
            written as (
                insert into triplet as t
                       (pair, network, origin, sender, domain, recipient, attempts, first_seen, last_seen, expires_at,
                        first_trace)
                select distinct on (m.pair, m.held) m.pair, m.held, m.origin, m.sender, m.domain, m.recipient,
                       1, now(), now(), now() + s.retry_window, m.trace
                  from met m cross join setting s
                 where m.passed_at is null or m.last_seen < now() - s.fresh
                 order by m.pair, m.held
                on conflict (pair, network) do update
                   set origin = coalesce(t.origin, excluded.origin),
                       attempts = case when t.expires_at <= now() then 1 else t.attempts + 1 end,
                       first_seen = case when t.expires_at <= now() then now() else t.first_seen end,
                       first_trace = case when t.expires_at <= now() then excluded.first_trace else t.first_trace end,
                       last_seen = now(),
                       passed_at = case
                           when t.expires_at <= now() then null
                           when t.passed_at is not null then t.passed_at
                           when t.first_seen + (select delay from setting) <= now() then now() end,
                       expires_at = case
                           when t.expires_at <= now() then excluded.expires_at
                           when t.passed_at is not null or t.first_seen + (select delay from setting) <= now()
                               then now() + (select memory from setting)
                           else t.expires_at end
                returning pair, network, attempts, first_seen, passed_at, first_trace),
            passing as (
                select distinct on (w.pair, w.network) m.network, m.origin, m.sender
                  from written w join met m on m.pair = w.pair and m.held = w.network
                 where w.passed_at = now()),
            counted as (
                insert into trusted as t (kind, name, passes, last_sender, expires_at)
                select k.kind, k.name, count(distinct p.sender), max(p.sender), now() + (select memory from setting)
                  from passing p cross join lateral (values ('network', p.network), ('origin', p.origin)) k (kind, name)
                 where k.name is not null and (select enough from setting) > 0
                 group by k.kind, k.name order by k.kind, k.name
                on conflict (kind, name) do update
                   set passes = case
                           when t.expires_at <= now() then excluded.passes
                           when t.last_sender = excluded.last_sender then t.passes + excluded.passes - 1
                           else t.passes + excluded.passes end,
                       last_sender = excluded.last_sender,
                       granted_by = case when t.expires_at <= now() then null else t.granted_by end,
                       expires_at = greatest(excluded.expires_at, t.expires_at))
            select case when v.nr is not null then 'TRUSTED'
                        when w.pair is null then 'KNOWN'
                        when a.nr > min(a.nr) over (partition by w.pair, w.network)
                            then case when w.passed_at is null then 'EARLY' else 'KNOWN' end
                        when w.passed_at = now() then 'PASSED'
                        when w.passed_at is not null then 'KNOWN'
                        when w.attempts = 1 then 'FIRST'
                        else 'EARLY' end,
                   extract(epoch from now() - coalesce(w.first_seen, m.first_seen, now())),
                   extract(epoch from w.first_seen + s.delay - now()),
                   v.kind || ':' || v.name, v.stale, w.first_trace
              from asked a cross join setting s
              left join vouched v on v.nr = a.nr
              left join met m on m.nr = a.nr
              left join written w on w.pair = m.pair and w.network = m.held
             order by a.nr
            """;

    private static final String RENEW =
            "update trusted set expires_at = now() + make_interval(secs => ?) where kind = ? and name = ?";

    private final double delay;
    private final double retryWindow;
    private final double memory;
    private final int autoWhitelist;

    TripletTable(GreylistSettings settings) {
        this.delay = seconds(settings.delay());
        this.retryWindow = seconds(settings.retryWindow());
        this.memory = seconds(settings.memory());
        this.autoWhitelist = settings.autoWhitelist();
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }

    /**
     * An attempt of a triplet.
     *
     * @param trace its span, if it is traced
     */
    record Attempt(Triplet triplet, @Nullable String trace) {}

    /** Notes the attempts. @return what came of them, in their order */
    List<Encounter> meet(Connection connection, List<Attempt> attempts) throws SQLException {
        List<Triplet> triplets = attempts.stream().map(Attempt::triplet).toList();
        try (PreparedStatement statement = connection.prepareStatement(MEET)) {
            int i = 0;
            statement.setDouble(++i, delay);
            statement.setDouble(++i, retryWindow);
            statement.setDouble(++i, memory);
            statement.setInt(++i, autoWhitelist);
            statement.setDouble(++i, memory);
            statement.setArray(++i, array(connection, "uuid", triplets, Triplet::pair));
            statement.setArray(++i, array(connection, "text", triplets, Triplet::network));
            statement.setArray(++i, array(connection, "text", triplets, Triplet::origin));
            statement.setArray(++i, array(connection, "text", triplets, Triplet::sender));
            statement.setArray(++i, array(connection, "text", triplets, Triplet::domain));
            statement.setArray(++i, array(connection, "text", triplets, Triplet::recipient));
            statement.setArray(++i, array(connection, "text", attempts, Attempt::trace));
            Set<String> stale = new TreeSet<>();
            try (ResultSet rows = statement.executeQuery()) {
                List<Encounter> encounters = encounters(rows, stale);
                renew(connection, stale);
                return encounters;
            }
        }
    }

    /** Once a day for each that is trusted and seen. */
    private void renew(Connection connection, Set<String> stale) throws SQLException {
        if (stale.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(RENEW)) {
            for (String trusted : stale) {
                int colon = trusted.indexOf(':');
                statement.setDouble(1, memory);
                statement.setString(2, trusted.substring(0, colon));
                statement.setString(3, trusted.substring(colon + 1));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static <T> Array array(
            Connection connection, String type, List<T> rows, Function<T, @Nullable Object> column)
            throws SQLException {
        return connection.createArrayOf(type, rows.stream().map(column).toArray());
    }

    /** @param stale takes who is trusted and has to be renewed */
    private static List<Encounter> encounters(ResultSet rows, Set<String> stale) throws SQLException {
        List<Encounter> encounters = new ArrayList<>();
        while (rows.next()) {
            String trusted = rows.getString(4);
            if (trusted != null && rows.getBoolean(5)) {
                stale.add(trusted);
            }
            encounters.add(new Encounter(
                    Kind.valueOf(rows.getString(1)),
                    duration(rows.getDouble(2)),
                    duration(rows.getDouble(3)),
                    trusted,
                    rows.getString(6)));
        }
        return encounters;
    }

    private static Duration duration(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
