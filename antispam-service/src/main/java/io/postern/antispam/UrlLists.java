package io.postern.antispam;

import io.micrometer.core.instrument.MeterRegistry;
import io.postern.antispam.AntispamSettings.Urls;
import io.postern.antispam.letter.Letter;
import io.postern.antispam.rule.Scores;
import io.postern.antispam.url.UrlInquiry;
import io.postern.check.dns.Dns;
import io.postern.check.lists.DnsList.Kind;
import io.postern.check.lists.DnsLists;
import io.postern.check.lists.Purpose;
import io.postern.check.lists.Subject;
import io.postern.check.service.Identity;
import io.postern.contract.Publisher;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The lists that are asked about the links of mails, if the operator has any; watched for as long as the service runs. */
@Singleton
class UrlLists {

    private static final Purpose PURPOSE = new Purpose(
            "postern.antispam.urls", List.of(new Subject("link", true, true)), EnumSet.of(Kind.BLOCK), 1, null);

    private final Optional<DnsLists> lists;
    private final Optional<UrlInquiry> inquiry;

    UrlLists(
            AntispamSettings settings, Dns dns, Identity self, Publisher publisher, Clock clock, MeterRegistry meters) {
        Urls urls = settings.urls();
        this.lists = urls.listsFile()
                .map(file -> new DnsLists(
                        file, PURPOSE, urls, new DnsLists.Surroundings(dns, self, publisher, clock, meters)));
        this.inquiry = lists.map(asked -> new UrlInquiry(asked, urls.deadline(), urls.domains()));
    }

    /** Before the consumers start: a bad file refuses the start. */
    void open(
            @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start,
            @Identifier("default-kafka-broker") Map<String, Object> broker) {
        lists.ifPresent(watched -> watched.watch(broker));
    }

    @PreDestroy
    void close() {
        lists.ifPresent(DnsLists::close);
    }

    /** Those in the operator's file; empty without one. */
    Optional<DnsLists> lists() {
        return lists;
    }

    /** Asks them about a mail; does not wait. Empty if there are none. */
    Optional<UrlInquiry.Asked> ask(Letter letter, Scores scores) {
        return inquiry.map(asked -> asked.ask(letter, scores));
    }
}
