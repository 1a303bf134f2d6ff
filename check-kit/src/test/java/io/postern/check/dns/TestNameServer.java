package io.postern.check.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * A name server on loopback, UDP and TCP, for tests: it has the records it is given, and every fault that it is told to
 * have.
 */
public final class TestNameServer implements AutoCloseable {

    /** What the server makes of its right answer. */
    public interface Manner {

        /** @return the messages to send, in order; none is silence */
        List<Message> answers(Message right, boolean tcp) throws InterruptedException;
    }

    /** As it should be. */
    public static final Manner HONEST = (right, tcp) -> List.of(right);

    /** Never an answer. */
    public static final Manner SILENT = (right, tcp) -> List.of();

    private static final int TTL = 300;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final InetSocketAddress address;
    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final List<Record> records = new CopyOnWriteArrayList<>();
    private final AtomicInteger questions = new AtomicInteger();
    private volatile Manner manner = HONEST;

    public TestNameServer() {
        this(0);
    }

    /** At the place of one that was closed. */
    public TestNameServer(int port) {
        tcp = bound(port);
        address = new InetSocketAddress(tcp.getInetAddress(), tcp.getLocalPort());
        udp = boundUdp();
        Thread.ofPlatform().daemon().name("test-dns-udp").start(this::serveUdp);
        Thread.ofPlatform().daemon().name("test-dns-tcp").start(this::serveTcp);
    }

    private static ServerSocket bound(int port) {
        try {
            return new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A socket that was just closed has its port until the thread that was reading from it has noticed. */
    private DatagramSocket boundUdp() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return new DatagramSocket(address);
            } catch (IOException e) {
                if (System.nanoTime() > end) {
                    closeTcp();
                    throw new IllegalStateException(e);
                }
                Thread.onSpinWait();
            }
        }
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return address;
    }

    /** How many questions it was asked. */
    public int questions() {
        return questions.get();
    }

    /** From now on it answers in this manner. */
    public void become(Manner other) {
        manner = other;
    }

    /** Adds a record: {@code add("2.0.0.127.dnsbl.test.", "A", "127.0.0.2")}. */
    public TestNameServer add(String name, String type, String data) {
        try {
            Name owner = Name.fromString(name, Name.root);
            records.add(Record.fromString(owner, Type.value(type), DClass.IN, TTL, data, Name.root));
            return this;
        } catch (IOException e) {
            throw new IllegalArgumentException(name + " " + type + " " + data, e);
        }
    }

    /** Takes all records of a name away. */
    public void remove(String name) {
        records.removeIf(record -> record.getName().toString().equalsIgnoreCase(name));
    }

    /** Says this instead of what it knows. */
    public static Manner rcode(int rcode) {
        return (right, tcp) -> {
            right.getHeader().setRcode(rcode);
            right.removeAllRecords(Section.ANSWER);
            right.removeAllRecords(Section.AUTHORITY);
            return List.of(right);
        };
    }

    /** Says it late. */
    public static Manner late(long millis) {
        return (right, tcp) -> {
            Thread.sleep(millis);
            return List.of(right);
        };
    }

    /** Everybody is listed as this. */
    public static Manner everythingIs(String address) {
        return (right, tcp) -> {
            right.getHeader().setRcode(Rcode.NOERROR);
            right.removeAllRecords(Section.ANSWER);
            right.removeAllRecords(Section.AUTHORITY);
            if (right.getQuestion().getType() == Type.A) {
                right.addRecord(record(right.getQuestion().getName(), Type.A, address), Section.ANSWER);
            }
            return List.of(right);
        };
    }

    private static Record record(Name name, int type, String data) {
        try {
            return Record.fromString(name, type, DClass.IN, TTL, data, Name.root);
        } catch (IOException e) {
            throw new IllegalArgumentException(data, e);
        }
    }

    private Message right(Message query) {
        Record question = query.getQuestion();
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.RA);
        answer.addRecord(question, Section.QUESTION);
        List<Record> ofName = records.stream()
                .filter(record -> record.getName().equals(question.getName()))
                .toList();
        ofName.stream()
                .filter(record -> record.getType() == question.getType() || record.getType() == Type.CNAME)
                .forEach(record -> answer.addRecord(record, Section.ANSWER));
        if (answer.getSection(Section.ANSWER).isEmpty()) {
            answer.getHeader().setRcode(ofName.isEmpty() ? Rcode.NXDOMAIN : Rcode.NOERROR);
            answer.addRecord(soa(question.getName()), Section.AUTHORITY);
        }
        return answer;
    }

    private static SOARecord soa(Name name) {
        try {
            Name zone = name.labels() > 2 ? new Name(name, name.labels() - 2) : name;
            Name host = Name.fromString("ns.test.");
            return new SOARecord(zone, DClass.IN, TTL, host, host, 1, 1, 1, 1, TTL);
        } catch (TextParseException e) {
            throw new IllegalStateException(e);
        }
    }

    private void serveUdp() {
        byte[] buffer = new byte[4096];
        while (!udp.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                udp.receive(packet);
                Message query = new Message(Arrays.copyOf(buffer, packet.getLength()));
                Thread.ofVirtual().start(() -> answerUdp(query, packet));
            } catch (IOException e) {
                if (!udp.isClosed()) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    private void answerUdp(Message query, DatagramPacket from) {
        try {
            for (Message answer : answers(query, false)) {
                byte[] wire = answer.toWire();
                udp.send(new DatagramPacket(wire, wire.length, from.getSocketAddress()));
            }
        } catch (IOException e) {
            if (!udp.isClosed()) {
                throw new IllegalStateException(e);
            }
        }
    }

    private List<Message> answers(Message query, boolean overTcp) {
        questions.incrementAndGet();
        try {
            return manner.answers(right(query), overTcp);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private void serveTcp() {
        while (!tcp.isClosed()) {
            try {
                Socket client = tcp.accept();
                Thread.ofVirtual().start(() -> answerTcp(client));
            } catch (IOException e) {
                if (!tcp.isClosed()) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    private void answerTcp(Socket client) {
        try (client) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            DataOutputStream out = new DataOutputStream(client.getOutputStream());
            int length;
            while ((length = in.readUnsignedShort()) > 0) {
                for (Message answer : answers(new Message(in.readNBytes(length)), true)) {
                    byte[] wire = answer.toWire();
                    out.writeShort(wire.length);
                    out.write(wire);
                }
            }
        } catch (IOException end) {
            // the client has gone
        }
    }

    @Override
    public void close() {
        udp.close();
        closeTcp();
    }

    private void closeTcp() {
        try {
            tcp.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
