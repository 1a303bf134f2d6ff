package io.postern.address;

import io.postern.check.Finding;
import io.postern.check.RecipientCheck;
import io.postern.check.dns.Answers;
import io.postern.check.dns.DnsAnswer;
import io.postern.check.dns.DnsAnswer.Failure;
import io.postern.check.dns.Inquiry;
import io.postern.contract.RecipientOffered;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/** Does the sender's domain take mail, so that an answer or a bounce could reach him (RFC 5321 section 5.1, RFC 7505)? */
@Singleton
class SenderCheck implements RecipientCheck {

    /** A domain may have many mail hosts; if these do not exist, the others are not looked at. */
    static final int MOST_HOSTS = 5;

    private final Inquiries inquiries;
    private final Spared spared;
    private final Flaws flaws;

    SenderCheck(Inquiries inquiries, Spared spared, Flaws flaws) {
        this.inquiries = inquiries;
        this.spared = spared;
        this.flaws = flaws;
    }

    @Override
    public Finding check(RecipientOffered offered) throws InterruptedException {
        String sender = offered.sender();
        if (spared.has(offered.session()) || !SenderDomain.askable(sender)) {
            return Finding.pass();
        }
        Name domain = SenderDomain.of(sender);
        return domain == null
                ? found(Flaw.SENDER_NO_DOMAIN, SenderDomain.text(sender), Map.of())
                : check(domain, inquiries.open());
    }

    private Finding check(Name domain, Inquiry inquiry) throws InterruptedException {
        DnsAnswer exchangers = Inquiry.await(inquiry.ask(domain, Type.MX));
        return switch (exchangers.status()) {
            case FAILED -> failed(domain, exchangers.failure());
            case FOUND -> exchangers(domain, hosts(exchangers), inquiry);
            case NO_NAME -> found(Flaw.SENDER_NO_DOMAIN, shown(domain), Map.of());
            case NO_DATA -> domainAsHost(domain, inquiry);
        };
    }

    private static List<Name> hosts(DnsAnswer exchangers) {
        return exchangers
                .records(MXRecord.class)
                .sorted(Comparator.comparingInt(MXRecord::getPriority).thenComparing(MXRecord::getTarget))
                .map(MXRecord::getTarget)
                .filter(host -> !host.equals(Name.root))
                .distinct()
                .toList();
    }

    private Finding exchangers(Name domain, List<Name> hosts, Inquiry inquiry) throws InterruptedException {
        if (hosts.isEmpty()) {
            return found(Flaw.SENDER_NULL_MX, shown(domain), Map.of());
        }
        List<Name> first = hosts.stream().limit(MOST_HOSTS).toList();
        Answers addresses = Inquiry.await(inquiry.anyAddress(first));
        if (addresses.absent() && hosts.size() == first.size()) {
            String names = first.stream().map(SenderCheck::shown).collect(Collectors.joining(","));
            return found(Flaw.SENDER_NO_MAIL_HOST, shown(domain), Map.of("mx", names));
        }
        return addresses.found() || addresses.absent() ? Finding.pass() : failed(domain, addresses.failure());
    }

    /** Without MX the domain itself is the host. */
    private Finding domainAsHost(Name domain, Inquiry inquiry) throws InterruptedException {
        Answers addresses = Inquiry.await(inquiry.anyAddress(List.of(domain)));
        if (addresses.absent()) {
            return found(Flaw.SENDER_NO_MAIL_HOST, shown(domain), Map.of());
        }
        return addresses.found() ? Finding.pass() : failed(domain, addresses.failure());
    }

    private static String shown(Name name) {
        return name.toString(true);
    }

    private Finding failed(Name domain, @Nullable Failure cause) {
        return found(Flaw.SENDER_ERROR, shown(domain), Map.of("cause", String.valueOf(cause)));
    }

    private Finding found(Flaw flaw, String domain, Map<String, String> more) {
        Map<String, String> detail = new HashMap<>(more);
        detail.put("domain", domain);
        return Finding.of(List.of(flaws.reason(flaw, domain, detail)));
    }
}
