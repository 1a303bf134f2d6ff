package io.postern.delivery.relay.mx;

import static java.util.Locale.ROOT;

import io.postern.delivery.relay.smtp.Deadline;
import java.net.IDN;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Finds the hosts of a domain, in the order in which they are to be tried, and their addresses. */
public final class MailHosts {

    /** Where mail of strangers has nothing to do: whoever writes the DNS of a domain decides where we connect to. */
    public static final Predicate<InetAddress> ELSEWHERE = address -> !(address.isLoopbackAddress()
            || address.isAnyLocalAddress()
            || address.isLinkLocalAddress()
            || address.isMulticastAddress());

    private static final String DOMAIN = "[a-z0-9_.-]{1,253}";

    private final Names names;
    private final Set<String> ours;
    private final Predicate<InetAddress> allowed;
    private final Random random;

    /**
     * @param servers whom to ask, one after the other; none: those of the system
     * @param timeout for one question to all of them
     * @param ours the names under which we take mail ourselves
     * @param allowed which addresses a domain may send us to, see {@link #ELSEWHERE}
     * @param random decides between hosts of equal preference
     */
    public MailHosts(
            List<InetSocketAddress> servers,
            Duration timeout,
            Set<String> ours,
            Predicate<InetAddress> allowed,
            Random random) {
        this.names = new Names(servers, timeout);
        this.ours = ours.stream().map(name -> name.toLowerCase(ROOT)).collect(Collectors.toUnmodifiableSet());
        this.allowed = allowed;
        this.random = random;
    }

    /**
     * The hosts of a domain, the preferred first, those of equal preference in random order.
     *
     * @throws Unroutable if there are none, or nobody could tell
     */
    public List<Exchanger> of(String domain, Deadline deadline) throws Unroutable {
        Name name = name(domain);
        Names.Answer answer = names.ask(name, Type.MX, deadline);
        if (!answer.exists()) {
            throw Unroutable.never("5.1.2", "the domain " + domain + " does not exist");
        }
        List<MXRecord> records = new ArrayList<>();
        for (Record found : answer.records()) {
            if (found instanceof MXRecord record) {
                records.add(record);
            }
        }
        if (records.isEmpty()) {
            return List.of(new Exchanger(host(name), true));
        }
        return exchangers(domain, records);
    }

    private List<Exchanger> exchangers(String domain, List<MXRecord> all) throws Unroutable {
        // RFC 7505; together with others the root is no host, and stands for nothing.
        List<MXRecord> records = new ArrayList<>(all.stream()
                .filter(record -> !record.getTarget().equals(Name.root))
                .toList());
        if (records.isEmpty()) {
            throw Unroutable.noMail("the domain " + domain + " takes no mail (null MX)");
        }
        // Those that are no better than we would send it back to us (RFC 5321 section 5.1).
        int own = records.stream()
                .filter(record -> ours.contains(host(record.getTarget())))
                .mapToInt(MXRecord::getPriority)
                .min()
                .orElse(Integer.MAX_VALUE);
        records.removeIf(record -> record.getPriority() >= own);
        if (records.isEmpty()) {
            throw Unroutable.never("5.4.6", "mail for " + domain + " loops back to this host");
        }
        Collections.shuffle(records, random);
        records.sort(Comparator.comparingInt(MXRecord::getPriority));
        return records.stream()
                .map(record -> new Exchanger(host(record.getTarget()), false))
                .distinct()
                .toList();
    }

    /**
     * The addresses of a host, of both families in turn.
     *
     * @throws Unroutable if there are none, or nobody could tell
     */
    public List<InetAddress> addresses(Exchanger exchanger, Deadline deadline) throws Unroutable {
        Name host = name(exchanger.host());
        List<InetAddress> six = new ArrayList<>();
        List<InetAddress> four = new ArrayList<>();
        Unroutable unknown = null;
        for (int type : new int[] {Type.AAAA, Type.A}) {
            try {
                for (Record record : names.ask(host, type, deadline).records()) {
                    add(record, six, four);
                }
            } catch (Unroutable e) {
                unknown = e;
            }
        }
        List<InetAddress> found = inTurn(six, four);
        if (found.isEmpty()) {
            throw unknown != null ? unknown : none(exchanger);
        }
        List<InetAddress> usable = found.stream().filter(allowed).toList();
        if (usable.isEmpty()) {
            throw Unroutable.never(
                    "5.4.6", "the host " + exchanger.host() + " has an address to which no mail is sent");
        }
        return usable;
    }

    /**
     * The address that a literal in the place of a domain names.
     *
     * @throws Unroutable if it names none that mail may go to
     */
    @SuppressWarnings("AddressSelection") // an address in digits is looked up nowhere
    public InetAddress literal(String digits) throws Unroutable {
        try {
            if (digits.matches("[0-9]+(\\.[0-9]+){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
                InetAddress address = InetAddress.getByName(digits);
                if (allowed.test(address)) {
                    return address;
                }
            }
        } catch (UnknownHostException e) {
            // as below
        }
        throw Unroutable.never("5.1.2", "not an address to which mail is sent: " + digits);
    }

    private static void add(@Nullable Record record, List<InetAddress> six, List<InetAddress> four) {
        if (record instanceof AAAARecord address) {
            six.add(address.getAddress());
        } else if (record instanceof ARecord address) {
            four.add(address.getAddress());
        }
    }

    private static List<InetAddress> inTurn(List<InetAddress> six, List<InetAddress> four) {
        List<InetAddress> all = new ArrayList<>();
        for (int i = 0; i < Math.max(six.size(), four.size()); i++) {
            if (i < six.size()) {
                all.add(six.get(i));
            }
            if (i < four.size()) {
                all.add(four.get(i));
            }
        }
        return all;
    }

    private static Unroutable none(Exchanger exchanger) {
        return exchanger.implicit()
                ? Unroutable.never("5.1.2", "the domain " + exchanger.host() + " has neither MX nor address")
                : Unroutable.never("5.4.4", "the mail exchanger " + exchanger.host() + " has no address");
    }

    private static String host(Name name) {
        return name.toString(true).toLowerCase(ROOT);
    }

    private static Name name(String domain) throws Unroutable {
        try {
            String ascii = IDN.toASCII(domain, IDN.ALLOW_UNASSIGNED).toLowerCase(ROOT);
            if (ascii.matches(DOMAIN)) {
                return Name.fromString(ascii, Name.root);
            }
        } catch (IllegalArgumentException | TextParseException e) {
            // as below
        }
        throw Unroutable.never("5.1.2", "not a domain: " + domain);
    }
}
