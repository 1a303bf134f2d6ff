package io.postern.local.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Bytes in, bytes out. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResponderTest {

    private static final int PLAIN = 512;
    private static final int LARGEST = 4096;
    private static final long SEED = 20_250_101;

    private Responder responder;

    @BeforeAll
    void readZones(@TempDir Path folder) throws Exception {
        Files.writeString(
                folder.resolve("zone.test.zone"), """
                $TTL 300
                @           SOA   ns.zone.test. admin.zone.test. 1 3600 600 86400 20
                            NS    ns
                ns          A     127.0.0.53
                two         A     127.0.0.1
                            A     127.0.0.2
                a.b.c       A     127.0.0.3
                alias       CNAME second
                second      CNAME two
                dead        CNAME missing
                away        CNAME www.elsewhere.example.
                circle      CNAME circle2
                circle2     CNAME circle
                *.wild      TXT   "anybody"
                x.known.wild A    127.0.0.4
                big         TXT   %1$s
                            TXT   %2$s
                            TXT   %3$s
                """.formatted("a".repeat(250), "b".repeat(250), "c".repeat(250)));
        Files.writeString(folder.resolve("inner.zone.test.zone"), """
                @ 300 SOA ns.zone.test. admin.zone.test. 2 3600 600 86400 20
                @ 300 A   127.0.0.9
                """);
        responder = new Responder(ZoneFolder.open(folder, line -> {})::zone);
    }

    @Test
    void answerIsAuthoritative() throws IOException {
        Message answer = ask("two.zone.test.", Type.A);
        assertThat(answer.getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(flags(answer)).isEqualTo("qr aa rd");
        assertThat(data(answer, Section.ANSWER)).containsExactlyInAnyOrder("127.0.0.1", "127.0.0.2");
        assertThat(answer.getSection(Section.AUTHORITY)).isEmpty();
    }

    @Test
    void caseOfTheQuestionIsKept() throws IOException {
        Message answer = ask("tWo.Zone.tEst.", Type.A);
        assertThat(answer.getQuestion().getName()).hasToString("tWo.Zone.tEst.");
        assertThat(answer.getSection(Section.ANSWER)).hasSize(2);
    }

    /** RFC 2308: the SOA says how long it may be remembered; its last field, 20 s, is less than its TTL. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            missing.zone.test., A,    NXDOMAIN
            two.zone.test.,     MX,   NOERROR
            zone.test.,         TXT,  NOERROR
            b.c.zone.test.,     A,    NOERROR
            c.zone.test.,       A,    NOERROR
            d.c.zone.test.,     A,    NXDOMAIN
            """)
    void whatIsNotThereIsDeniedWithTheSoa(String name, String type, String rcode) throws IOException {
        Message answer = ask(name, Type.value(type));
        assertThat(Rcode.string(answer.getRcode())).isEqualTo(rcode);
        assertThat(flags(answer)).isEqualTo("qr aa rd");
        assertThat(answer.getSection(Section.ANSWER)).isEmpty();
        assertThat(answer.getSection(Section.AUTHORITY)).singleElement().satisfies(soa -> {
            assertThat(soa.getType()).isEqualTo(Type.SOA);
            assertThat(soa.getName()).hasToString("zone.test.");
            assertThat(soa.getTTL()).isEqualTo(20);
        });
    }

    @Test
    void aliasIsFollowed() throws IOException {
        Message answer = ask("alias.zone.test.", Type.A);
        assertThat(data(answer, Section.ANSWER))
                .containsExactly("second.zone.test.", "two.zone.test.", "127.0.0.1", "127.0.0.2");
        assertThat(answer.getRcode()).isEqualTo(Rcode.NOERROR);
    }

    @Test
    void aliasItselfCanBeAskedFor() throws IOException {
        assertThat(data(ask("alias.zone.test.", Type.CNAME), Section.ANSWER)).containsExactly("second.zone.test.");
    }

    /** RFC 6604: the code is that of the last name. */
    @Test
    void aliasOfAMissingNameIsDenied() throws IOException {
        Message answer = ask("dead.zone.test.", Type.A);
        assertThat(answer.getRcode()).isEqualTo(Rcode.NXDOMAIN);
        assertThat(data(answer, Section.ANSWER)).containsExactly("missing.zone.test.");
        assertThat(answer.getSection(Section.AUTHORITY)).hasSize(1);
    }

    @Test
    void aliasOfANameElsewhereEndsThere() throws IOException {
        Message answer = ask("away.zone.test.", Type.A);
        assertThat(answer.getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(data(answer, Section.ANSWER)).containsExactly("www.elsewhere.example.");
        assertThat(answer.getSection(Section.AUTHORITY)).isEmpty();
    }

    @Test
    void circleOfAliasesEnds() throws IOException {
        assertThat(data(ask("circle.zone.test.", Type.A), Section.ANSWER))
                .containsExactly("circle2.zone.test.", "circle.zone.test.");
    }

    /** RFC 4592: not for a name that exists, nor for what is below one. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            q.wild.zone.test.,       TXT, NOERROR,  1
            p.q.wild.zone.test.,     TXT, NOERROR,  1
            q.wild.zone.test.,       A,   NOERROR,  0
            known.wild.zone.test.,   TXT, NOERROR,  0
            y.known.wild.zone.test., TXT, NXDOMAIN, 0
            wild.zone.test.,         TXT, NOERROR,  0
            """)
    void wildcardStandsForNamesThatDoNotExist(String name, String type, String rcode, int records) throws IOException {
        Message answer = ask(name, Type.value(type));
        assertThat(Rcode.string(answer.getRcode())).isEqualTo(rcode);
        assertThat(answer.getSection(Section.ANSWER))
                .hasSize(records)
                .allMatch(record -> record.getName().toString().equals(name));
    }

    @Test
    void everythingAtANameCanBeAskedFor() throws IOException {
        assertThat(ask("zone.test.", Type.ANY).getSection(Section.ANSWER))
                .extracting(Record::getType)
                .containsExactlyInAnyOrder(Type.SOA, Type.NS);
    }

    @Test
    void innermostZoneAnswers() throws IOException {
        assertThat(data(ask("inner.zone.test.", Type.A), Section.ANSWER)).containsExactly("127.0.0.9");
        assertThat(ask("ns.inner.zone.test.", Type.A).getRcode()).isEqualTo(Rcode.NXDOMAIN);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            elsewhere.example., A,    IN
            test.,              SOA,  IN
            .,                  NS,   IN
            notzone.test.,      A,    IN
            two.zone.test.,     A,    CH
            two.zone.test.,     A,    ANY
            zone.test.,         AXFR, IN
            zone.test.,         IXFR, IN
            """)
    void restOfTheWorldIsRefused(String name, String type, String dclass) throws IOException {
        Message answer = exchange(query(name, Type.value(type), DClass.value(dclass)));
        assertThat(answer.getRcode()).isEqualTo(Rcode.REFUSED);
        assertThat(flags(answer)).isEqualTo("qr rd");
        assertThat(answer.getSection(Section.ANSWER)).isEmpty();
        assertThat(answer.getSection(Section.AUTHORITY)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {Opcode.IQUERY, Opcode.STATUS, 3, Opcode.NOTIFY, Opcode.UPDATE, Opcode.DSO, 15})
    void nothingButQuestionsIsImplemented(int opcode) throws IOException {
        Message query = query("two.zone.test.", Type.A, DClass.IN);
        query.getHeader().setOpcode(opcode);
        Message answer = exchange(query);
        assertThat(answer.getRcode()).isEqualTo(Rcode.NOTIMP);
        assertThat(answer.getHeader().getOpcode()).isEqualTo(opcode);
    }

    @Test
    void whatIsBehindTheHeaderHasToBeAQuestion() throws IOException {
        byte[] good = query("two.zone.test.", Type.A, DClass.IN).toWire();
        for (int length = Header.LENGTH; length < good.length; length++) {
            assertMalformed(Arrays.copyOf(good, length));
        }
        assertMalformed(Arrays.copyOf(good, good.length + 1));
    }

    @Test
    void oneQuestionIsAnswered() throws IOException {
        Message two = query("two.zone.test.", Type.A, DClass.IN);
        two.addRecord(query("ns.zone.test.", Type.A, DClass.IN).getQuestion(), Section.QUESTION);
        assertMalformed(two.toWire());
        assertMalformed(new Message(4711).toWire());
    }

    private void assertMalformed(byte[] query) throws IOException {
        Message answer = new Message(responder.toDatagram(query).orElseThrow());
        assertThat(answer.getRcode()).as("length %d", query.length).isEqualTo(Rcode.FORMERR);
        assertThat(answer.getHeader().getID()).isEqualTo(new Header(query).getID());
        assertThat(answer.getHeader().getFlag(Flags.QR)).isTrue();
    }

    @Test
    void whatHasNoHeaderIsIgnored() {
        for (int length = 0; length < Header.LENGTH; length++) {
            assertThat(responder.toDatagram(new byte[length])).isEmpty();
            assertThat(responder.toStream(new byte[length])).isEmpty();
        }
    }

    @Test
    void answerIsNotAnswered() {
        Message answer = query("two.zone.test.", Type.A, DClass.IN);
        answer.getHeader().setFlag(Flags.QR);
        assertThat(responder.toDatagram(answer.toWire())).isEmpty();
    }

    @Test
    void extensionIsAnsweredInKind() throws IOException {
        Message query = query("two.zone.test.", Type.A, DClass.IN);
        query.addRecord(new OPTRecord(1232, 0, 0, Flags.DO), Section.ADDITIONAL);
        OPTRecord edns = exchange(query).getOPT();
        assertThat(edns.getPayloadSize()).isEqualTo(LARGEST);
        assertThat(edns.getVersion()).isZero();
        assertThat(edns.getFlags()).isEqualTo(Flags.DO);
        assertThat(ask("two.zone.test.", Type.A).getOPT()).isNull();
    }

    @Test
    void extensionOfTheFutureIsNotUnderstood() throws IOException {
        Message query = query("two.zone.test.", Type.A, DClass.IN);
        query.addRecord(new OPTRecord(1232, 0, 1), Section.ADDITIONAL);
        Message answer = exchange(query);
        assertThat(answer.getRcode()).isEqualTo(Rcode.BADVERS);
        assertThat(answer.getOPT().getVersion()).isZero();
        assertThat(answer.getSection(Section.ANSWER)).isEmpty();
    }

    @Test
    void oneExtensionIsEnough() throws IOException {
        Message query = query("two.zone.test.", Type.A, DClass.IN);
        query.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);
        query.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);
        assertMalformed(query.toWire());
    }

    /** 0 is what the client does not say. */
    @ParameterizedTest
    @CsvSource({"0, 512, true", "100, 512, true", "700, 700, true", "1232, 1232, false", "65535, 4096, false"})
    void answerIsCutToWhatTheClientTakes(int offered, int largest, boolean truncated) throws IOException {
        Message query = query("big.zone.test.", Type.TXT, DClass.IN);
        if (offered > 0) {
            query.addRecord(new OPTRecord(offered, 0, 0), Section.ADDITIONAL);
        }
        byte[] answer = responder.toDatagram(query.toWire()).orElseThrow();
        assertThat(answer).hasSizeLessThanOrEqualTo(largest);
        assertThat(new Message(answer).getHeader().getFlag(Flags.TC)).isEqualTo(truncated);
        assertThat(new Message(answer).getOPT() != null).isEqualTo(offered > 0);
    }

    @Test
    void answerOverTcpIsWhole() throws IOException {
        byte[] query = query("big.zone.test.", Type.TXT, DClass.IN).toWire();
        Message answer = new Message(responder.toStream(query).orElseThrow());
        assertThat(answer.getHeader().getFlag(Flags.TC)).isFalse();
        assertThat(answer.getSection(Section.ANSWER)).hasSize(3);
    }

    /** Noise of every length, and questions in which a few bytes are wrong. */
    @Test
    void everyMessageIsSurvived() throws IOException {
        Random random = new Random(SEED);
        byte[] good = query("alias.zone.test.", Type.A, DClass.IN).toWire();
        int answers = 0;
        for (int i = 0; i < 50_000; i++) {
            byte[] noise = new byte[random.nextInt(PLAIN)];
            random.nextBytes(noise);
            byte[] damaged = Arrays.copyOf(good, good.length + random.nextInt(3) * random.nextInt(20));
            for (int wrong = random.nextInt(4); wrong >= 0; wrong--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            answers += assertSane(noise, responder::toDatagram) + assertSane(damaged, responder::toStream);
        }
        assertThat(answers).as("of 100,000 messages").isGreaterThan(10_000);
    }

    /** @return 1 if there is an answer */
    private static int assertSane(byte[] query, Function<byte[], Optional<byte[]>> answering) throws IOException {
        Optional<byte[]> answer = answering.apply(query);
        if (answer.isEmpty()) {
            return 0;
        }
        Message parsed = new Message(answer.get());
        assertThat(answer.get()).hasSizeLessThanOrEqualTo(LARGEST);
        assertThat(parsed.getHeader().getFlag(Flags.QR)).isTrue();
        assertThat(parsed.getHeader().getID()).isEqualTo(new Header(query).getID());
        return 1;
    }

    private Message ask(String name, int type) throws IOException {
        return exchange(query(name, type, DClass.IN));
    }

    private Message exchange(Message query) throws IOException {
        Message answer = new Message(responder.toDatagram(query.toWire()).orElseThrow());
        assertThat(answer.getHeader().getID()).isEqualTo(query.getHeader().getID());
        return answer;
    }

    private static Message query(String name, int type, int dclass) {
        return Message.newQuery(Record.newRecord(Name.fromConstantString(name), type, dclass));
    }

    private static String flags(Message answer) {
        return answer.getHeader().printFlags().strip();
    }

    private static List<String> data(Message answer, int section) {
        return answer.getSection(section).stream().map(Record::rdataToString).toList();
    }
}
