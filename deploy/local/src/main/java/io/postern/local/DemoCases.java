package io.postern.local;

import static io.postern.local.Accounts.ALICE;
import static io.postern.local.Accounts.BOB;

import java.util.List;
import javax.net.ssl.SSLContext;

/** What is tried in the demo. */
final class DemoCases {

    private static final String STRANGER = "demo@client.example";
    private static final String WITHOUT_MAIL_HOST = "demo@nullmx.example";
    private static final String ELSEWHERE = "someone@elsewhere.example";

    /** 127.0.0.2, which every block list has, so that it can be tried (RFC 5782 section 5). */
    private static final int LISTED = 2;

    private DemoCases() {}

    /** Mail from other servers. */
    static List<DemoCase> incoming() {
        return List.of(
                DemoCase.of("clean, with attachment")
                        .from(STRANGER)
                        .to(ALICE)
                        .sends(DemoMail.withAttachment(STRANGER))
                        .isAnswered("250 2.0.0"),
                DemoCase.of("phrase of the list")
                        .from(STRANGER)
                        .to(BOB)
                        .sends(DemoMail.plain(STRANGER, "Please wire the inheritance fee today."))
                        .isAnswered("554 5.7.1"),
                DemoCase.of("unknown user")
                        .from(STRANGER)
                        .to("nobody@postern.test")
                        .isAnswered("550 5.1.1"),
                DemoCase.of("foreign domain")
                        .from(STRANGER)
                        .to(ELSEWHERE)
                        .isAnswered("550 5.7.1 <" + ELSEWHERE + ">: Relay access denied"),
                DemoCase.of("too big").fromWithTooMuch(STRANGER).isAnswered("552 5.3.4"),
                DemoCase.of("client on a block list", LISTED)
                        .from(STRANGER)
                        .to(ALICE)
                        .isAnswered("554 5.7.1 Service unavailable; client [127.0.0.2] blocked using"),
                DemoCase.of("sender nobody can answer")
                        .from(WITHOUT_MAIL_HOST)
                        .to(ALICE)
                        .isAnswered("550 5.7.27"));
    }

    /**
     * Mail of our own people.
     *
     * @param trust makes a client take the server for the one it wants to speak with
     * @param password of Alice
     */
    static List<DemoCase> outgoing(SSLContext trust, String password) {
        return List.of(
                encrypted("alice writes to bob", trust)
                        .logsIn(ALICE, password)
                        .from(ALICE)
                        .to(BOB)
                        .sends(DemoMail.plain(ALICE, "Lunch?"))
                        .isAnswered("250 2.0.0"),
                encrypted("without login", trust).from(ALICE).isAnswered("530 5.7.0 Authentication required"),
                // Bob, so that it is not Alice who has to wait after a few demos.
                encrypted("wrong password", trust).logsIn(BOB, "guessed").isAnswered("535 5.7.8"),
                encrypted("alice writes as bob", trust)
                        .logsIn(ALICE, password)
                        .from(BOB)
                        .isAnswered("553 5.7.1"),
                // Not sent: where there is a network, the domain's owner would get it.
                encrypted("alice writes abroad", trust)
                        .logsIn(ALICE, password)
                        .from(ALICE)
                        .to(ELSEWHERE)
                        .isAnswered("250 2.1.5"));
    }

    private static DemoCase encrypted(String name, SSLContext trust) {
        return DemoCase.of(name).encrypts(trust);
    }
}
