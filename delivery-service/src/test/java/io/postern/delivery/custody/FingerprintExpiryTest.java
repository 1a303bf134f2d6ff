package io.postern.delivery.custody;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.delivery.Database;
import io.postern.delivery.Postgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Postgres.class)
@SuppressWarnings("NullAway.Init") // injected
class FingerprintExpiryTest {

    @Inject
    FingerprintExpiry expiry;

    @Inject
    Database database;

    @Test
    void allThatIsTooOldIsForgottenHoweverMuchItIs() {
        database.empty();
        database.run("""
                insert into fingerprint (hash, mail_id, received_at, expires_at)
                select n, 'M1', now(), now() - interval '1s' from generate_series(1, 12000) n""");
        database.run("insert into fingerprint values ('young', 'M2', now(), now() + interval '1s')");

        expiry.expire();

        assertThat(database.rows("select hash from fingerprint")).containsExactly("young");
    }
}
