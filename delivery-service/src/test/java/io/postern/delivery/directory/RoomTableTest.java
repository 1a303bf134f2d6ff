package io.postern.delivery.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.postern.delivery.Database;
import io.postern.delivery.Postgres;
import io.postern.delivery.directory.RoomRegister.Told;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Postgres.class)
@SuppressWarnings("NullAway.Init") // injected
class RoomTableTest {

    @Inject
    RoomTable rooms;

    @Inject
    Database database;

    @BeforeEach
    void aliceAndBobHaveQuotas() throws Exception {
        database.run("truncate mailbox_room");
        rooms.keep(Map.of("alice@a.test", "1G", "bob@a.test", "2G"));
    }

    @Test
    void turnComesOnceInAWhile() throws Exception {
        assertThat(rooms.turn(1)).hasSize(1);
        assertThat(rooms.turn(10)).hasSize(1);
        assertThat(rooms.turn(10)).isEmpty();
        database.run("update mailbox_room set looked_at = now() - interval '11 seconds'");
        assertThat(rooms.turn(10)).containsExactlyInAnyOrder("alice@a.test", "bob@a.test");
    }

    @Test
    void whoHasMuchRoomIsLookedAtWhenItsQuotaChanges() throws Exception {
        rooms.tell(Map.of("alice@a.test", 1L << 31, "bob@a.test", 1L << 31));
        assertThat(rooms.turn(10)).isEmpty();

        rooms.keep(Map.of("alice@a.test", "1M", "bob@a.test", "2G"));

        assertThat(rooms.turn(10)).containsExactly("alice@a.test");
    }

    @Test
    void onlyWhatIsNewIsTold() throws Exception {
        Map<String, @Nullable Long> told = new HashMap<>(Map.of("alice@a.test", 0L, "nobody@a.test", 0L));
        told.put("bob@a.test", null);

        assertThat(rooms.tell(told)).containsExactly("alice@a.test");
        assertThat(rooms.tell(told)).isEmpty();

        assertThat(rooms.since(Instant.EPOCH))
                .extracting(Told::mailbox, Told::room)
                .containsExactlyInAnyOrder(tuple("alice@a.test", 0L), tuple("bob@a.test", null));
        assertThat(rooms.since(Instant.now().plusSeconds(60))).isEmpty();
    }

    @Test
    void whoHasNoQuotaAnyMoreIsForgotten() throws Exception {
        rooms.keep(Map.of("bob@a.test", "2G"));

        assertThat(database.rows("select address from mailbox_room")).containsExactly("bob@a.test");
    }
}
