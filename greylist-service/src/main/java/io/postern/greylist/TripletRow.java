package io.postern.greylist;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.panache.common.Sort;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A triplet as it is stored, for those who look for it. */
@Entity
@Immutable
@Table(name = "triplet")
@IdClass(TripletRow.Key.class)
public class TripletRow extends PanacheEntityBase {

    private static final Sort ORDER = Sort.by("pair", "network");

    /** By which it is told apart, and by which pages are turned. */
    public record Key(UUID pair, String network) {

        /** @throws BadSelection if it is not what {@link #toString} makes */
        static Key parse(String text) {
            if (text.indexOf('\0') >= 0) {
                throw new BadSelection("after is not what a page told as next: " + Scope.shown(text));
            }
            try {
                int slash = text.indexOf('~');
                return new Key(UUID.fromString(text.substring(0, slash)), text.substring(slash + 1));
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                throw new BadSelection("after is not what a page told as next: " + Scope.shown(text), e);
            }
        }

        @Override
        public String toString() {
            return pair + "~" + network;
        }
    }

    @Id
    UUID pair;

    @Id
    String network;

    @Nullable
    String origin;

    String sender;

    String domain;

    String recipient;

    int attempts;

    @Column(name = "first_seen")
    Instant firstSeen;

    @Column(name = "last_seen")
    Instant lastSeen;

    @Column(name = "passed_at")
    @Nullable
    Instant passedAt;

    @Column(name = "expires_at")
    Instant expiresAt;

    /** Those of a selection that are not too old to count, in the order of their keys, after one of them. */
    static List<TripletRow> page(Selection selection, @Nullable Key after, int most) {
        Map<String, Object> parameters = new HashMap<>(selection.parameters());
        String query = selection.where() + " and expiresAt > instant";
        if (after != null) {
            query += " and (pair > :pair or (pair = :pair and network > :after))";
            parameters.put("pair", after.pair());
            parameters.put("after", after.network());
        }
        return TripletRow.<TripletRow>find(query, ORDER, parameters)
                .page(0, most)
                .list();
    }

    /** What is remembered of a triplet, by its network or its origin. */
    static List<TripletRow> of(Triplet triplet) {
        return list(
                "pair = ?1 and expiresAt > instant and (network = ?2 or origin = ?3)",
                triplet.pair(),
                triplet.network(),
                String.valueOf(triplet.origin()));
    }

    Key key() {
        return new Key(pair, network);
    }
}
