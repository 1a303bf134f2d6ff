package io.postern.delivery.relay.mx;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A name server on loopback. It has the records it is given; of some names it cannot tell, of others it says nothing. */
public final class FakeDns implements AutoCloseable {

    private static final int TTL = 300;

    private final DatagramSocket socket;
    private final List<Record> records = new CopyOnWriteArrayList<>();
    private final Set<String> failing = ConcurrentHashMap.newKeySet();
    private final Set<String> silent = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean losing = new AtomicBoolean();
    private final AtomicInteger questions = new AtomicInteger();

    public FakeDns() {
        try {
            socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        Thread.ofVirtual().start(this::serve);
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    public int questions() {
        return questions.get();
    }

    /** {@code add("peer.test", "MX", "10 mx.peer.test.")}. */
    public FakeDns add(String name, String type, String data) {
        try {
            records.add(Record.fromString(
                    Name.fromString(name, Name.root), Type.value(type), DClass.IN, TTL, data, Name.root));
            return this;
        } catch (IOException e) {
            throw new IllegalArgumentException(name + " " + type + " " + data, e);
        }
    }

    /** SERVFAIL for this name. */
    public FakeDns fail(String name) {
        failing.add(name + ".");
        return this;
    }

    /** Nothing at all for this name, or for this type and name: {@code AAAA mx.peer.test}. */
    public FakeDns ignore(String name) {
        silent.add(name + ".");
        return this;
    }

    /** The next question is lost on its way. */
    public FakeDns loseOne() {
        losing.set(true);
        return this;
    }

    private void serve() {
        byte[] buffer = new byte[4096];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                Message query = new Message(Arrays.copyOf(buffer, packet.getLength()));
                questions.incrementAndGet();
                if (!losing.getAndSet(false) && !ignored(query.getQuestion())) {
                    byte[] answer = answer(query).toWire();
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    private boolean ignored(Record question) {
        String name = question.getName().toString();
        return silent.contains(name) || silent.contains(Type.string(question.getType()) + " " + name);
    }

    private Message answer(Message query) throws IOException {
        Record question = query.getQuestion();
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.RA);
        answer.addRecord(question, Section.QUESTION);
        if (failing.contains(question.getName().toString())) {
            answer.getHeader().setRcode(Rcode.SERVFAIL);
            return answer;
        }
        List<Record> ofName = records.stream()
                .filter(record -> record.getName().equals(question.getName()))
                .toList();
        ofName.stream()
                .filter(record -> record.getType() == question.getType() || record.getType() == Type.CNAME)
                .forEach(record -> answer.addRecord(record, Section.ANSWER));
        if (answer.getSection(Section.ANSWER).isEmpty()) {
            answer.getHeader().setRcode(ofName.isEmpty() ? Rcode.NXDOMAIN : Rcode.NOERROR);
            Name host = Name.fromString("ns.test.");
            Name zone = new Name(question.getName(), question.getName().labels() - 2);
            answer.addRecord(new SOARecord(zone, DClass.IN, TTL, host, host, 1, 1, 1, 1, TTL), Section.AUTHORITY);
        }
        return answer;
    }

    @Override
    public void close() {
        socket.close();
    }
}
