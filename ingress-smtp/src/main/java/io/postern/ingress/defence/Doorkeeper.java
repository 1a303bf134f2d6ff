package io.postern.ingress.defence;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.postern.contract.Session;
import io.postern.ingress.IngressConfig;
import io.postern.ingress.Network;
import io.postern.ingress.Watched;
import io.postern.ingress.session.Admission;
import io.postern.ingress.session.Reply;
import io.quarkus.arc.All;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a client may go on: answers at once and never blocks. A reply is the refusal; {@code null} lets it go on. Safe
 * for use by many threads.
 */
@ApplicationScoped
public class Doorkeeper implements Admission, Watched {

    private static final String KEY = "postern.ingress.defence.";

    private final List<Network> trusted;
    private final Connections connections;
    private final Harvest harvest;
    private final List<Valve> valves;
    private final List<Limit> atConnect;
    private final List<Limit> atMail;
    private final List<Limit> atRecipient;
    private final List<Limit> atContent;

    @Inject
    Doorkeeper(IngressConfig config, CustodyGuard custody, @All List<Pressure> pressures, MeterRegistry metrics) {
        this(config, custody, pressures, metrics, Ticker.systemTicker());
    }

    /** @throws IllegalArgumentException naming the setting that is wrong */
    Doorkeeper(
            IngressConfig config,
            CustodyGuard custody,
            List<Pressure> pressures,
            MeterRegistry metrics,
            Ticker ticker) {
        DefenceSettings settings = config.defence();
        int remembered = atLeast(1, "remembered", settings.remembered());
        trusted = settings.trusted().orElse(List.of());
        connections = new Connections(
                atLeast(0, "connections-address", settings.connectionsAddress()),
                atLeast(0, "connections-network", settings.connectionsNetwork()),
                config.limits().sessions());
        harvest = new Harvest(settings.harvest(), remembered, ticker);
        List<Valve> mail = pressures.stream().map(Valve::new).toList();
        Overload overload = new Overload(mail);
        valves = new ArrayList<>(mail);
        valves.add(connections.valve());
        valves.forEach(valve -> gauge(metrics, valve.pressure()));
        atConnect = List.of(
                harvest::connecting,
                new Rate(settings.connectionRate(), Client::source, TooMuch::connections, remembered, ticker),
                new Rate(
                        settings.connectionRateNetwork(),
                        Client::network,
                        TooMuch::networkConnections,
                        remembered,
                        ticker),
                // The last one: who is counted here must not be refused by another.
                connections);
        atMail = List.of(
                custody,
                overload,
                new Rate(settings.mailRate(), Client::sourceWithoutLogin, TooMuch::mail, remembered, ticker),
                new Rate(
                        settings.mailRateNetwork(),
                        Client::networkWithoutLogin,
                        TooMuch::networkMail,
                        remembered,
                        ticker),
                new Rate(settings.userMailRate(), Client::account, TooMuch::userMail, remembered, ticker));
        atRecipient = List.of(
                harvest::offering,
                new Rate(settings.recipientRate(), Client::sourceWithoutLogin, TooMuch::recipients, remembered, ticker),
                new Rate(settings.userRecipientRate(), Client::account, TooMuch::userRecipients, remembered, ticker));
        atContent = List.of(overload);
    }

    void start(@Observes StartupEvent event) {
        // Only to be made now, and not when the first client comes: wrong settings have to stop the start.
    }

    private static int atLeast(int least, String key, int value) {
        if (value < least) {
            throw new IllegalArgumentException(KEY + key + ": less than " + least + ": " + value);
        }
        return value;
    }

    private static void gauge(MeterRegistry metrics, Pressure pressure) {
        metrics.gauge(
                "postern.pressure",
                Tags.of("resource", pressure.resource()),
                pressure,
                seen -> seen.share().getAsDouble());
    }

    /** A client has connected. Unless it is refused, {@link #left} has to follow. */
    public @Nullable Reply admit(Session opened) {
        return refusal(opened, atConnect);
    }

    /** A client that was admitted is gone. */
    public void left(Session opened) {
        connections.left(client(opened));
    }

    /** A client wants to begin a mail. */
    @Override
    public @Nullable Reply mail(Session session) {
        return refusal(session, atMail);
    }

    /** A client names a recipient. */
    @Override
    public @Nullable Reply recipient(Session session) {
        return refusal(session, atRecipient);
    }

    /** The recipient a client named does not exist. */
    @Override
    public void unknownRecipient(Session session) {
        harvest.unknown(client(session));
    }

    /** A client wants to hand over the content. */
    @Override
    public @Nullable Reply content(Session session) {
        return refusal(session, atContent);
    }

    /** Says in the log where an overload has begun or ended, so that no client's refusal has to. */
    @Override
    public void look() {
        valves.forEach(Valve::look);
    }

    private @Nullable Reply refusal(Session session, List<Limit> limits) {
        Client client = client(session);
        for (Limit limit : limits) {
            Reply refusal = limit.refusal(client);
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }

    private Client client(Session session) {
        return new Client(session, Rank.of(session, trusted), Origin.of(session.clientIp()));
    }
}
