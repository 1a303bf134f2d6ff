package io.postern.ingress.auth;

import static io.postern.ingress.auth.Desk.bytes;
import static io.postern.ingress.auth.Desk.told;
import static org.assertj.core.api.Assertions.assertThat;

import com.ongres.scram.client.ScramClient;
import com.ongres.scram.common.StringPreparation;
import io.postern.ingress.auth.SaslExchange.Step;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScramMechanismTest {

    private static final String IP = "192.0.2.1";
    private static final String MALFORMED = "501 5.5.2 Error: malformed response";
    private static final String WRONG = "535 5.7.8 Error: authentication failed";

    @TempDir
    Path folder;

    private Desk desk;

    @BeforeEach
    void open() {
        desk = Desk.of(
                folder,
                Map.of(),
                Desk.line("alice@postern.test", "pencil"),
                Desk.line("a,b=c", "pencil"),
                Desk.line("j\u00fcrgen@postern.test", "pencil"));
    }

    /** The example of RFC 7677 section 3. */
    @Test
    void speaksAsInTheRfc() throws Exception {
        Users users = Users.parse("user:{SCRAM-SHA-256}4096,W22ZaJ0SNY7soEsUEjb6gQ==,"
                + "WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=,wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=");
        Attempt attempt = new Attempt(desk.logins, Desk.session(IP), ScramMechanism.NAME);
        ScramMechanism server = new ScramMechanism(attempt, users, () -> "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0");
        assertThat(told(server.respond(bytes("n,,n=user,r=rOprNGfwEbeRWgbNEkqO"))))
                .isEqualTo("r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096");
        assertThat(told(server.respond(bytes("c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                        + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="))))
                .isEqualTo("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
        assertThat(told(server.respond(bytes("")))).isEqualTo("as user");
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice@postern.test", "Alice@Postern.TEST", "a,b=c", "ju\u0308rgen@postern.test"})
    void anotherLibrarysClientGetsIn(String user) throws Exception {
        assertThat(dialogue(user, "pencil")).last().isEqualTo("as " + Users.key(user));
        assertThat(desk.count("SCRAM-SHA-256", "success")).isOne();
    }

    @Test
    void wrongPasswordIsRefused() throws Exception {
        assertThat(dialogue("alice@postern.test", "pen")).last().isEqualTo(WRONG);
        assertThat(desk.count("SCRAM-SHA-256", "failed")).isOne();
    }

    /** The same steps, and a salt that does not change: nothing tells who exists. */
    @Test
    void strangerLooksLikeAUser() throws Exception {
        List<String> user = dialogue("alice@postern.test", "pen");
        List<String> stranger = dialogue("mallory@postern.test", "pen");
        assertThat(stranger).hasSameSizeAs(user).last().isEqualTo(WRONG);
        assertThat(stranger.get(0).replaceAll("r=[^,]+|s=[^,]+", ""))
                .isEqualTo(user.get(0).replaceAll("r=[^,]+|s=[^,]+", ""));
        assertThat(salt(stranger.get(0))).hasSameSizeAs(salt(user.get(0))).isNotEqualTo(salt(user.get(0)));
        assertThat(salt(dialogue("MALLORY@postern.test", "pen").get(0))).isEqualTo(salt(stranger.get(0)));
        Desk otherInstance = Desk.of(
                folder,
                Map.of(),
                Desk.line("alice@postern.test", "pencil"),
                Desk.line("a,b=c", "pencil"),
                Desk.line("j\u00fcrgen@postern.test", "pencil"));
        desk = otherInstance;
        assertThat(salt(dialogue("mallory@postern.test", "pen").get(0))).isEqualTo(salt(stranger.get(0)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "n",
                "n,,n=alice",
                "p=tls-server-end-point,,n=alice,r=abc",
                "x,,n=alice,r=abc",
                "n,,m=ext,n=alice,r=abc",
                "n,,n=,r=abc",
                "n,,n=al=ice,r=abc",
                "n,,n=al=2cice,r=abc",
                "n,,n=al\u0000ice,r=abc",
                "n,,n=alice,r=",
                "n,,n=alice,r=a b",
                "n,,n=alice,x=abc",
                "n,alice,n=alice,r=abc",
            })
    void malformedFirstMessageIsRefused(String message) {
        assertThat(told(desk.begin(ScramMechanism.NAME, IP).respond(bytes(message))))
                .isEqualTo(MALFORMED);
    }

    @Test
    void longNonceIsRefused() {
        assertThat(told(desk.begin(ScramMechanism.NAME, IP).respond(bytes("n,,n=alice,r=" + "x".repeat(257)))))
                .isEqualTo(MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c=biws,r=NONCE",
                "c=eSws,r=NONCE,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
                "c=biws,r=abc,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
                "c=biws,r=NONCEx,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
                "c=biws,r=NONCE,p=dHzb",
                "c=biws,r=NONCE,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndV!=",
                "r=NONCE,c=biws,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
            })
    void malformedFinalMessageIsRefused(String message) {
        SaslExchange server = desk.begin(ScramMechanism.NAME, IP);
        String first = told(server.respond(bytes("n,,n=alice@postern.test,r=abc")));
        String nonce = first.substring(2, first.indexOf(','));
        assertThat(told(server.respond(bytes(message.replace("NONCE", nonce))))).isEqualTo(MALFORMED);
    }

    @Test
    void mayNotActForAnother() {
        assertThat(told(desk.begin(ScramMechanism.NAME, IP)
                        .respond(bytes("n,a=bob@postern.test,n=alice@postern.test,r=abc"))))
                .isEqualTo(WRONG);
        assertThat(told(desk.begin(ScramMechanism.NAME, IP)
                        .respond(bytes("y,a=Alice@postern.test,n=alice@postern.test,r=abc"))))
                .startsWith("r=abc");
    }

    @Test
    void whoIsNotOverTheLimitYetIsToldInTheFirstStepWhenHeIs() throws Exception {
        desk = Desk.of(folder, Map.of("failures-per-address", "2"), Desk.line("alice@postern.test", "pencil"));
        dialogue("alice@postern.test", "pen");
        dialogue("mallory@postern.test", "pen");
        assertThat(dialogue("alice@postern.test", "pencil"))
                .containsExactly("454 4.7.0 Too many failed logins, try again later");
    }

    /** What the server says, to its end. */
    private List<String> dialogue(String user, String password) throws Exception {
        SaslExchange server = desk.begin(ScramMechanism.NAME, IP);
        ScramClient client = ScramClient.builder()
                .advertisedMechanisms(List.of(ScramMechanism.NAME))
                .username(user)
                .password(password.toCharArray())
                .stringPreparation(StringPreparation.SASL_PREPARATION)
                .build();
        Step first = server.respond(bytes(client.clientFirstMessage().toString()));
        if (!(first instanceof Step.Challenge)) {
            return List.of(told(first));
        }
        client.serverFirstMessage(told(first));
        Step second = server.respond(bytes(client.clientFinalMessage().toString()));
        if (!(second instanceof Step.Challenge)) {
            return List.of(told(first), told(second));
        }
        client.serverFinalMessage(told(second));
        return List.of(told(first), told(second), told(server.respond(new byte[0])));
    }

    private static String salt(String first) {
        return first.replaceAll(".*,s=([^,]+).*", "$1");
    }
}
