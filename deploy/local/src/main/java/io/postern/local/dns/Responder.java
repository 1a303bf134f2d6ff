package io.postern.local.dns;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
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

/**
 * Makes the answer to a message, whatever is in it (RFC 1035 section 4, RFC 6891). Has no state and does no I/O; safe for
 * use by many threads.
 */
final class Responder {

    /** Of an answer over UDP to who does not say how much he takes (RFC 1035 section 2.3.4), and at least to who does. */
    private static final int PLAIN_SIZE = 512;

    /** The largest answer over UDP. Loopback carries it in one piece. */
    private static final int LARGEST_DATAGRAM = 4096;

    private final Function<Name, Optional<ServedZone>> zones;

    /** @param zones the zone that a name is in */
    Responder(Function<Name, Optional<ServedZone>> zones) {
        this.zones = zones;
    }

    /** The answer over UDP, truncated if it is larger than the client takes; empty if there is none to give. */
    Optional<byte[]> toDatagram(byte[] query) {
        return answer(query).map(answer -> answer.reply.toWire(answer.datagramSize()));
    }

    /** The answer over TCP; empty if there is none to give. */
    Optional<byte[]> toStream(byte[] query) {
        return answer(query).map(answer -> answer.reply.toWire(Message.MAXLENGTH));
    }

    /** @param edns what the client says of itself; null if it is of before 1999 */
    private record Answer(Message reply, @Nullable OPTRecord edns) {

        int datagramSize() {
            return edns == null ? PLAIN_SIZE : Math.clamp(edns.getPayloadSize(), PLAIN_SIZE, LARGEST_DATAGRAM);
        }
    }

    private Optional<Answer> answer(byte[] query) {
        return header(query).map(header -> {
            if (header.getOpcode() != Opcode.QUERY) {
                return new Answer(reply(header, Rcode.NOTIMP), null);
            }
            return question(query).map(this::answer).orElseGet(() -> new Answer(reply(header, Rcode.FORMERR), null));
        });
    }

    private Answer answer(Message question) {
        @Nullable OPTRecord edns = question.getOPT();
        Message reply = reply(question.getHeader(), Rcode.NOERROR);
        reply.addRecord(question.getQuestion(), Section.QUESTION);
        boolean understood = edns == null || edns.getVersion() == 0;
        int rcode = understood ? look(question.getQuestion(), reply) : Rcode.BADVERS;
        reply.getHeader().setRcode(rcode & 0xF);
        if (edns != null) {
            reply.addRecord(
                    new OPTRecord(LARGEST_DATAGRAM, rcode >> 4, 0, edns.getFlags() & Flags.DO), Section.ADDITIONAL);
        }
        return new Answer(reply, edns);
    }

    /** Puts into the reply what the zones have; says how it went. */
    private int look(Record question, Message reply) {
        if (question.getDClass() != DClass.IN || isTransfer(question.getType())) {
            return Rcode.REFUSED;
        }
        Optional<ServedZone> zone = zones.apply(question.getName());
        if (zone.isEmpty()) {
            return Rcode.REFUSED;
        }
        ServedZone.Answer found = zone.get().answer(question.getName(), question.getType());
        reply.getHeader().setFlag(Flags.AA);
        found.records().forEach(record -> reply.addRecord(record, Section.ANSWER));
        found.authority().ifPresent(soa -> reply.addRecord(soa, Section.AUTHORITY));
        return found.rcode();
    }

    private static boolean isTransfer(int type) {
        return type == Type.AXFR || type == Type.IXFR;
    }

    /** Of what may be a question: an answer to an answer would never end. */
    private static Optional<Header> header(byte[] query) {
        try {
            return Optional.of(new Header(query)).filter(header -> !header.getFlag(Flags.QR));
        } catch (IOException e) {
            return Optional.empty(); // too short to have one
        }
    }

    /** One question, and nothing behind its message. */
    private static Optional<Message> question(byte[] query) {
        try {
            Message message = new Message(query);
            boolean one = message.getSection(Section.QUESTION).size() == 1;
            boolean whole = message.numBytes() == query.length;
            return one && whole && extensions(message) <= 1 ? Optional.of(message) : Optional.empty();
        } catch (IOException | RuntimeException e) {
            // The parser throws both for bytes that it does not understand.
            return Optional.empty();
        }
    }

    private static long extensions(Message message) {
        return message.getSection(Section.ADDITIONAL).stream()
                .filter(OPTRecord.class::isInstance)
                .count();
    }

    private static Message reply(Header query, int rcode) {
        Message reply = new Message(query.getID());
        Header header = reply.getHeader();
        header.setFlag(Flags.QR);
        header.setOpcode(query.getOpcode());
        if (query.getFlag(Flags.RD)) {
            header.setFlag(Flags.RD);
        }
        header.setRcode(rcode);
        return reply;
    }
}
