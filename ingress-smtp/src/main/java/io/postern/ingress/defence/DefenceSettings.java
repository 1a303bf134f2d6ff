package io.postern.ingress.defence;

import io.postern.ingress.Network;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a client may not do too much of; {@code postern.ingress.defence}. A limit has the name of the cause that {@code
 * postern.refusals} shows for it. Those of an address hold for a /64 if it is IPv6, of which everybody has at least one.
 */
public interface DefenceSettings {

    /**
     * Networks whose clients are not limited, in CIDR notation, nor are users who log in from there. Bounds of the
     * ingress itself hold for them too, and they are the last to meet them.
     */
    Optional<List<Network>> trusted();

    /** Sessions from one address at the same time, IPv6 too; 0 for any number. The next is told 421. */
    @WithDefault("50")
    int connectionsAddress();

    /** Sessions from one network (/24, IPv6 /64) at the same time; 0 for any number. The next is told 421. */
    @WithDefault("200")
    int connectionsNetwork();

    /** New sessions from one address; those beyond are told 421. */
    @WithDefault("300/m")
    Quota connectionRate();

    /** New sessions from one network (/24, IPv6 /64); those beyond are told 421. */
    @WithDefault("1200/m")
    Quota connectionRateNetwork();

    /** Mails from one network (/24, IPv6 /64) by clients without login; those beyond are told 450. */
    @WithDefault("2400/m")
    Quota mailRateNetwork();

    /** Mails from one address by clients without login; those beyond are told 450. */
    @WithDefault("600/m")
    Quota mailRate();

    /** Recipients named from one address by clients without login; those beyond are told 450. */
    @WithDefault("3000/m")
    Quota recipientRate();

    /** Mails of one user, wherever he is; those beyond are told 450. */
    @WithDefault("500/h")
    Quota userMailRate();

    /** Recipients named by one user, wherever he is; those beyond are told 450. */
    @WithDefault("2000/h")
    Quota userRecipientRate();

    /**
     * Recipients that do not exist, named from one address by clients without login. After so many the address is told
     * 421, at RCPT and at connect, until that time has passed.
     */
    @WithDefault("50/10m")
    Quota harvest();

    /** Addresses and users that each limit remembers, at least 1; beyond, those seen least are forgotten. */
    @WithDefault("100000")
    int remembered();

    /** How old an approved mail may get before delivery takes it over; while one is older, mail is told 451. */
    @WithDefault("24H")
    Duration custodyGuard();

    /** How often Kafka is asked how far delivery has come. */
    @WithDefault("30S")
    Duration custodyLook();

    /** The consumer group of delivery. */
    @WithDefault("delivery")
    String custodyGroup();
}
