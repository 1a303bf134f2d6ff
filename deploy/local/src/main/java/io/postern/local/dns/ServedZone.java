package io.postern.local.dns;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/**
 * The records of one zone and what they say to a question (RFC 1034 section 4.3.2, RFC 4592 for wildcards). It gives
 * nothing away to other servers: no delegations, no DNAME. Immutable.
 */
final class ServedZone {

    /** So many names, the first and its aliases, are looked at for one question. */
    private static final int MAX_CHAIN = 8;

    /**
     * What there is to a question.
     *
     * @param rcode {@link Rcode#NOERROR} or {@link Rcode#NXDOMAIN}
     * @param records the aliases on the way and what was asked for
     * @param authority if there is nothing of what was asked for: the SOA, for as long as that may be remembered
     */
    record Answer(int rcode, List<Record> records, Optional<SOARecord> authority) {}

    private final SOARecord soa;

    /** By name and type. A name that only has others below itself is there, without types. */
    private final Map<Name, Map<Integer, List<Record>>> nodes = new HashMap<>();

    private final int size;

    private ServedZone(SOARecord soa, int size) {
        this.soa = soa;
        this.size = size;
    }

    /**
     * The zone of the SOA, which comes first.
     *
     * @throws IllegalArgumentException naming the record that does not belong into such a zone
     */
    static ServedZone of(List<Record> records) {
        if (records.isEmpty() || !(records.getFirst() instanceof SOARecord soa)) {
            throw new IllegalArgumentException("the first record is not a SOA");
        }
        ServedZone zone = new ServedZone(soa, records.size());
        records.forEach(zone::add);
        zone.nodes.forEach(ServedZone::checkAlias);
        return zone;
    }

    private void add(Record record) {
        checkPlace(record);
        for (Name name = record.getName(); !name.equals(origin()); name = new Name(name, 1)) {
            nodes.computeIfAbsent(name, n -> new HashMap<>());
        }
        List<Record> set = nodes.computeIfAbsent(record.getName(), n -> new HashMap<>())
                .computeIfAbsent(record.getType(), t -> new ArrayList<>());
        if (!set.contains(record)) {
            set.add(record);
        }
    }

    private void checkPlace(Record record) {
        boolean atOrigin = record.getName().equals(origin());
        if (!record.getName().subdomain(origin())) {
            throw refused(record, "is not in the zone " + origin());
        }
        if (record.getDClass() != DClass.IN) {
            throw refused(record, "is not of the class IN");
        }
        if (record.getType() == Type.SOA && !record.equals(soa)) {
            throw refused(record, "is one too many");
        }
        if (record.getType() == Type.DNAME || (record.getType() == Type.NS && !atOrigin)) {
            throw refused(record, "points to another zone, which is not served here");
        }
    }

    private static void checkAlias(Name name, Map<Integer, List<Record>> node) {
        List<Record> aliases = node.getOrDefault(Type.CNAME, List.of());
        if (!aliases.isEmpty() && (aliases.size() > 1 || node.size() > 1)) {
            throw refused(aliases.getFirst(), "is not the only record of its name");
        }
    }

    private static IllegalArgumentException refused(Record record, String reason) {
        return new IllegalArgumentException(record.getName() + " " + Type.string(record.getType()) + " " + reason);
    }

    Name origin() {
        return soa.getName();
    }

    /** How many records it was made of. */
    int size() {
        return size;
    }

    /** @param name in this zone */
    Answer answer(Name name, int type) {
        List<Record> records = new ArrayList<>();
        Set<Name> seen = new HashSet<>();
        Name at = name;
        while (at.subdomain(origin()) && seen.add(at) && seen.size() <= MAX_CHAIN) {
            @Nullable Map<Integer, List<Record>> node = node(at);
            if (node == null) {
                return new Answer(Rcode.NXDOMAIN, records, Optional.of(negative()));
            }
            if (records.addAll(wanted(node, type, at))) {
                return new Answer(Rcode.NOERROR, records, Optional.empty());
            }
            if (!records.addAll(wanted(node, Type.CNAME, at))) {
                return new Answer(Rcode.NOERROR, records, Optional.of(negative()));
            }
            at = ((CNAMERecord) records.getLast()).getTarget();
        }
        // An alias of a name elsewhere, or a circle: whoever asks goes on by himself.
        return new Answer(Rcode.NOERROR, records, Optional.empty());
    }

    /** What is at the name, or at the wildcard that stands for it; null if the name does not exist. */
    private @Nullable Map<Integer, List<Record>> node(Name name) {
        Name encloser = name;
        while (!nodes.containsKey(encloser)) {
            encloser = new Name(encloser, 1);
        }
        if (encloser.equals(name)) {
            return nodes.get(name);
        }
        return nodes.get(name.wild(name.labels() - encloser.labels()));
    }

    private static List<Record> wanted(Map<Integer, List<Record>> node, int type, Name owner) {
        return node.entrySet().stream()
                .filter(set -> type == Type.ANY || set.getKey() == type)
                .flatMap(set -> set.getValue().stream())
                .map(record -> at(owner, record))
                .toList();
    }

    private static Record at(Name owner, Record record) {
        return record.getName().equals(owner)
                ? record
                : Record.newRecord(
                        owner, record.getType(), record.getDClass(), record.getTTL(), record.rdataToWireCanonical());
    }

    /** RFC 2308 section 3: the TTL is the SOA's own or its last field, whichever is less. */
    private SOARecord negative() {
        return new SOARecord(
                origin(),
                DClass.IN,
                Math.min(soa.getTTL(), soa.getMinimum()),
                soa.getHost(),
                soa.getAdmin(),
                soa.getSerial(),
                soa.getRefresh(),
                soa.getRetry(),
                soa.getExpire(),
                soa.getMinimum());
    }
}
