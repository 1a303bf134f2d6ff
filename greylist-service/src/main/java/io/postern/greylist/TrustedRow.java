package io.postern.greylist;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.panache.common.Sort;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** Whose mail is not greylisted any more, or on the way there. */
@Entity
@Immutable
@Table(name = "trusted")
@IdClass(TrustedRow.Key.class)
public class TrustedRow extends PanacheEntityBase {

    public record Key(String kind, String name) {}

    @Id
    String kind;

    @Id
    String name;

    int passes;

    @Column(name = "granted_by")
    @Nullable
    String grantedBy;

    @Column(name = "expires_at")
    Instant expiresAt;

    /** Those of a triplet's three that are known. */
    static List<TrustedRow> of(Triplet triplet) {
        return list(
                "expiresAt > instant and ((kind = 'network' and name = ?1) or (kind = 'origin' and name = ?2)"
                        + " or (kind = 'domain' and name = ?3))",
                triplet.network(),
                String.valueOf(triplet.origin()),
                triplet.domain());
    }

    /** Those of one kind, in the order of their names, after one of them. */
    static List<TrustedRow> page(String kind, String after, int most) {
        return TrustedRow.<TrustedRow>find(
                        "kind = ?1 and name > ?2 and expiresAt > instant", Sort.by("name"), kind, after)
                .page(0, most)
                .list();
    }
}
