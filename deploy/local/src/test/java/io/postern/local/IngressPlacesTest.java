package io.postern.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngressPlacesTest {

    private static final String CHAIN = "postern.ingress.tls.certificates[0].chain";
    private static final String KEY = "postern.ingress.tls.certificates[0].key";
    private static final String USERS = "postern.ingress.auth.user-file";

    @TempDir
    Path data;

    private final IngressPlaces places = new IngressPlaces();
    private StackOptions options;

    @BeforeEach
    void makeFolder() throws IOException {
        options = StackOptions.of(Path.of("/checkout"), data).withPortOffset(100);
        options.folder().create();
        Files.createDirectory(data.resolve("config"));
    }

    @Test
    void everyListenerHasAPortOfTheStackOnLoopback() {
        Map<String, Object> settings = places.settings(options);
        assertThat(settings)
                .containsEntry("postern.ingress.mx.port", 2625)
                .containsEntry("postern.ingress.submission.port", 2687)
                .containsEntry("postern.ingress.submissions.port", 2565);
        assertThat(String.valueOf(settings.get("postern.ingress.submissions.address")))
                .matches("127\\.0\\.0\\.1(,::1)?")
                .isEqualTo(settings.get("postern.ingress.mx.address"))
                .isEqualTo(settings.get("postern.ingress.submission.address"));
    }

    @Test
    void stackHasCertificateAndUsersOfItsOwn() {
        places.furnish(options);
        assertThat(places.settings(options))
                .containsEntry(CHAIN, data.resolve("tls/chain.pem"))
                .containsEntry(KEY, data.resolve("tls/key.pem"))
                .containsEntry(USERS, data.resolve("config/users"));
        assertThat(data.resolve("tls/key.pem")).exists();
        assertThat(data.resolve("config/users")).exists();
    }

    @Test
    void certificateOfTheOperatorIsLeftAlone() throws IOException {
        operatorSets(CHAIN + "=/etc/mail/chain.pem");
        places.furnish(options);
        assertThat(places.settings(options)).doesNotContainKeys(CHAIN, KEY).containsKey(USERS);
        assertThat(data.resolve("tls")).doesNotExist();
        assertThat(IngressPlaces.chain(options.folder())).isEqualTo(Path.of("/etc/mail/chain.pem"));
    }

    @Test
    void usersOfTheOperatorAreLeftAlone() throws IOException {
        operatorSets(USERS + " = ../people");
        places.furnish(options);
        assertThat(places.settings(options)).doesNotContainKey(USERS).containsKey(CHAIN);
        assertThat(data.resolve("credentials")).doesNotExist();
        assertThat(IngressPlaces.users(options.folder())).isEqualTo(data.resolve("people"));
    }

    @Test
    void addressesOfTheOperatorAreLeftAloneInEitherSpelling() throws IOException {
        operatorSets("postern.ingress.mx.address=0.0.0.0\npostern.ingress.submission.address[0]=0.0.0.0");
        assertThat(places.settings(options))
                .doesNotContainKeys("postern.ingress.mx.address", "postern.ingress.submission.address")
                .containsKey("postern.ingress.submissions.address");
    }

    /** The service says what is wrong with it. */
    @Test
    void brokenFileOfTheOperatorSetsNothing() throws IOException {
        operatorSets(USERS + "=/etc/people\nx=\\u12");
        assertThat(places.settings(options)).containsKey(USERS);
    }

    private void operatorSets(String lines) throws IOException {
        Files.writeString(data.resolve("config/ingress-smtp.properties"), lines + "\n");
    }
}
