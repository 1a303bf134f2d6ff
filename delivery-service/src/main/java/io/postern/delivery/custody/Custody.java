package io.postern.delivery.custody;

import io.postern.delivery.DeliverySettings;
import io.postern.delivery.content.LargeContents;
import io.postern.delivery.route.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.sql.DataSource;

/**
 * Takes mails over from the log into the database. A mail that is in custody already is left as it is, so records may
 * come as often as they like.
 *
 * <p>A group of mails takes five statements, whatever its number: mails, fingerprints, recipients, chunks, commit; and
 * one more for each megabyte of content, for the names of large ones, for resends within the group, and for finding the
 * first of resends.
 */
@ApplicationScoped
class Custody {

    private final DataSource dataSource;
    private final Router ways;
    private final LargeContents large;
    private final Duration resendWindow;

    Custody(DataSource dataSource, Router ways, LargeContents large, DeliverySettings settings) {
        this.dataSource = dataSource;
        this.large = large;
        this.ways = ways;
        this.resendWindow = settings.custody().resendWindow();
    }

    /**
     * Takes custody of the whole group, or, if it throws, of none of it.
     *
     * @return those that were not in custody yet
     */
    @Transactional(rollbackOn = Exception.class)
    List<Approval> take(Collection<Approval> group, ContentSource source)
            throws SQLException, IOException, ContentLost {
        try (Connection connection = dataSource.getConnection()) {
            CustodyTables tables = new CustodyTables(connection);
            List<Approval> fresh = tables.insertMails(inOrder(group));
            List<Owed> owed = recognise(tables, fresh);
            tables.insertRecipients(owed, ways);
            Set<String> wanted = new HashSet<>();
            owed.stream()
                    .filter(one -> one.resendOf() == null)
                    .forEach(one -> wanted.add(one.approval().mailId()));
            if (!wanted.isEmpty()) {
                takeContents(
                        tables,
                        source,
                        fresh.stream()
                                .filter(approval -> wanted.contains(approval.mailId()))
                                .toList());
            }
            return fresh;
        }
    }

    /** Large ones are where they belong before the transaction can come to its end. */
    private void takeContents(CustodyTables tables, ContentSource source, List<Approval> approvals)
            throws SQLException, IOException, ContentLost {
        try (LargeOnes largeOnes = new LargeOnes(large, approvals)) {
            tables.insertChunks(source, approvals, largeOnes);
            tables.nameContents(largeOnes.finish());
            largeOnes.known();
        }
    }

    /** Each mail once, and in the same order everywhere, lest two instances with the same records lock each other. */
    private static List<Approval> inOrder(Collection<Approval> group) {
        Map<String, Approval> byId = new TreeMap<>();
        group.forEach(approval -> byId.put(approval.mailId(), approval));
        return List.copyOf(byId.values());
    }

    /** All that is owed, resends recognised. */
    private List<Owed> recognise(CustodyTables tables, List<Approval> fresh) throws SQLException {
        List<Owed> owed = fresh.stream()
                .flatMap(approval -> ways.addressees(approval.mail().envelope()).stream()
                        .map(addressee -> Owed.of(approval, addressee))
                        // A name has passed nothing on as long as its mail is in quarantine.
                        .filter(one -> one.delivers() || !one.to().passedOn()))
                // Of the same bytes in one group the earlier is the first; and again one order for all.
                .sorted(Comparator.comparing(Owed::fingerprint)
                        .thenComparing(one -> one.approval().mail().receivedAt())
                        .thenComparing(one -> one.approval().mailId()))
                .toList();
        Set<Owed> resent = Set.copyOf(
                tables.insertFingerprints(owed.stream().filter(Owed::delivers).toList(), resendWindow));
        if (resent.isEmpty()) {
            return owed;
        }
        Map<String, String> first =
                tables.knownFingerprints(resent.stream().map(Owed::fingerprint).toList());
        return owed.stream()
                .map(one -> resent.contains(one) ? one.resendOf(first.get(one.fingerprint())) : one)
                .toList();
    }
}
