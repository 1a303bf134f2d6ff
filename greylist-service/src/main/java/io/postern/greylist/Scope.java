package io.postern.greylist;

import io.postern.check.client.IpAddress;
import io.postern.check.client.Network;
import jakarta.ws.rs.QueryParam;
import java.net.InetAddress;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Whom a request is about: those for whom all that is given is true. */
public record Scope(
        @Schema(description = "A client's address, or its network as triplets have it", examples = "192.0.2.0/24")
        @QueryParam("network")
        @Nullable
        String network,

        @Schema(description = "The sender's domain", examples = "shop.example") @QueryParam("domain") @Nullable
        String domain,

        @Schema(description = "The sender's address", examples = "orders@shop.example") @QueryParam("sender") @Nullable
        String sender,

        @Schema(description = "The recipient's address", examples = "alice@postern.test")
        @QueryParam("recipient")
        @Nullable
        String recipient) {

    /** @throws BadSelection naming what cannot be */
    Selection selection(GreylistSettings.Network prefix) {
        if ("".equals(domain) || "".equals(recipient)) {
            throw new BadSelection(
                    "domain and recipient are not empty where they are given; the null sender is sender=");
        }
        return new Selection(
                network == null ? null : network(network, prefix),
                domain == null ? null : domain.toLowerCase(Locale.ROOT),
                sender == null ? null : SenderKey.of(sender),
                recipient == null ? null : recipient.toLowerCase(Locale.ROOT));
    }

    private static String network(String text, GreylistSettings.Network prefix) {
        Network given = Network.of(text);
        if (given == null) {
            throw new BadSelection("network is neither an address nor a network: " + text);
        }
        int remembered = prefix.of(given.first());
        if (text.contains("/") && given.prefix() != remembered) {
            throw new BadSelection("network is not one of /" + remembered + ", as they are remembered: " + text);
        }
        return new Network(given.first(), remembered).toString();
    }

    /** The triplet, if this is about one. @throws BadSelection naming what is missing or cannot be */
    Triplet triplet(GreylistSettings.Network prefix) {
        InetAddress client = network == null ? null : IpAddress.of(network);
        if (client == null) {
            throw new BadSelection("network is not a client's address: " + network);
        }
        if (sender == null || recipient == null) {
            throw new BadSelection("sender and recipient have to be given; the null sender is empty");
        }
        return Triplet.of(client, sender, recipient, prefix);
    }

    /** Whether it names a network, a sender and a recipient. */
    boolean one() {
        return network != null && sender != null && recipient != null;
    }
}
