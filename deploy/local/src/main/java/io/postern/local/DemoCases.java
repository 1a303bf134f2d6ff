package io.postern.local;

import static io.postern.local.Accounts.ALICE;
import static io.postern.local.Accounts.BOB;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLContext;

/** What is tried in the demo. */
final class DemoCases {

    private static final String STRANGER = "demo@client.example";
    private static final String WITHOUT_MAIL_HOST = "demo@nullmx.example";
    private static final String TEAM = "team@postern.test";
    private static final String ELSEWHERE = "someone@elsewhere.example";

    /** 127.0.0.2, which every block list has, so that it can be tried (RFC 5782 section 5). */
    private static final int LISTED = 2;

    /** The one address of this machine that is not exempt from greylisting. */
    private static final int GREYLISTED_CLIENT = 3;

    /** What every anti-spam check takes for spam. */
    private static final String GTUBE = "XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X";

    private static final String GREYLISTED = "451 4.7.1 Greylisted, please try again in";

    private static final String HAM = "ham: a note to a colleague";

    private static final String SPAM = "spam: a fortune to share";

    private DemoCases() {}

    /** One whom nobody has met, each time. */
    static String newcomer() {
        StringBuilder name = new StringBuilder("demo-");
        ThreadLocalRandom.current().ints(10, 'a', 'z' + 1).forEach(name::appendCodePoint);
        return name + "@client.example";
    }

    /** Mail from other servers. */
    static List<DemoCase> incoming() {
        return List.of(
                DemoCase.of("clean, with attachment")
                        .from(STRANGER)
                        .to(ALICE)
                        .sends(DemoMail.withAttachment(STRANGER))
                        .isAnswered("250 2.0.0"),
                DemoCase.of("a name for two people")
                        .from(STRANGER)
                        .to(TEAM)
                        .liesWith(BOB)
                        .sends(DemoMail.plain(STRANGER, "To both of you."))
                        .isAnswered("250 2.0.0"),
                DemoCase.of("phrase of the list")
                        .from(STRANGER)
                        .to(BOB)
                        .sends(DemoMail.plain(STRANGER, "Please wire the inheritance fee today."))
                        .isAnswered("554 5.7.1"),
                DemoCase.of("program attached")
                        .from(STRANGER)
                        .to(BOB)
                        .sends(DemoMail.withProgram(STRANGER))
                        .isAnswered("554 5.7.1 Message rejected: attachment of this kind not accepted"),
                DemoCase.of("virus (the test string)")
                        .from(STRANGER)
                        .to(BOB)
                        .sends(DemoMail.withTestVirus(STRANGER))
                        .isAnswered("554 5.7.1 Message rejected: virus "),
                DemoCase.of("spam (the test string)")
                        .from(STRANGER)
                        .to(BOB)
                        .sends(DemoMail.plain(STRANGER, GTUBE))
                        .isAnswered("554 5.7.1 Message rejected: looks like spam"),
                DemoCase.of(SPAM)
                        .from(STRANGER)
                        .to(BOB)
                        .sends(DemoMail.bait(STRANGER))
                        .isAnswered("554 5.7.1"),
                DemoCase.of(HAM)
                        .from(STRANGER)
                        .to(ALICE)
                        .sends(DemoMail.note(STRANGER, ALICE))
                        .isAnswered("250 2.0.0"),
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

    /** Mails of which the anti-spam check is to say why it calls them so, by the name of the case. */
    static Map<String, DemoMail> judged() {
        Map<String, DemoMail> mails = new LinkedHashMap<>();
        mails.put(SPAM, DemoMail.bait(STRANGER));
        mails.put(HAM, DemoMail.note(STRANGER, ALICE));
        return mails;
    }

    /** The newcomer, and that he does not wait. */
    static List<DemoCase> meetings(String newcomer) {
        return List.of(
                meets("first attempt", newcomer).isAnswered(GREYLISTED),
                meets("early retry", newcomer).isAnswered(GREYLISTED));
    }

    /** The same newcomer, when he has waited as long as he was told to. */
    static DemoCase comesBack(String newcomer) {
        return meets("retry in time", newcomer)
                .sends(DemoMail.plain(newcomer, "It is me again."))
                .isAnswered("250 2.0.0");
    }

    private static DemoCase meets(String what, String newcomer) {
        return DemoCase.of("greylisting: " + what, GREYLISTED_CLIENT)
                .from(newcomer)
                .to(ALICE);
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
