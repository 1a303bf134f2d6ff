package io.postern.address;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The settings of the address check. */
@ConfigMapping(prefix = "postern.address")
interface AddressSettings {

    /** How long all look-ups of a question may take together; what is not there by then could not be found out. */
    @WithDefault("2s")
    Duration deadline();

    /**
     * What nobody but us may call himself, besides the name that the ingress goes by: host names, and addresses of ours.
     */
    Optional<List<String>> ourNames();

    /** Networks whose clients pass without a question: {@code 192.0.2.0/24}, {@code 2001:db8::/32}, or an address. */
    Optional<List<String>> skipNetworks();

    /** The score of each flaw, 0 to 100; those that could not be found out have none. */
    Score score();

    /** By flaw. The worst of client, HELO name and sender together stay below the 15 for which the policy rejects. */
    interface Score {

        /** The client's address has no name. */
        @WithDefault("3")
        double noReverse();

        /** It has, but none of its names leads back to it. */
        @WithDefault("2")
        double reverseUnconfirmed();

        /** Its name looks as if it were anybody's. */
        @WithDefault("1.5")
        double reverseGeneric();

        /** The HELO name is neither a host name nor an address literal. */
        @WithDefault("2")
        double heloInvalid();

        /** It is one of our own. */
        @WithDefault("5")
        double heloOurs();

        /** It is the literal of another address. */
        @WithDefault("2")
        double heloLiteralMismatch();

        /** There is no such host. */
        @WithDefault("2")
        double heloUnresolvable();

        /** It is the name of another host. */
        @WithDefault("0.5")
        double heloInconsistent();

        /** The sender's domain says that it takes no mail. */
        @WithDefault("5")
        double senderNullMx();

        /** The sender's domain does not exist. */
        @WithDefault("5")
        double senderNoDomain();

        /** It exists, but there is no host to send an answer to. */
        @WithDefault("4")
        double senderNoMailHost();
    }
}
