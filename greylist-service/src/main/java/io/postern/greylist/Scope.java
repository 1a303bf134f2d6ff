package io.postern.greylist;

import io.postern.check.client.IpAddress;
import io.postern.check.client.Network;
import jakarta.ws.rs.QueryParam;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Whom a request is about: those for whom all that is given is true. */
public record Scope(
        @Schema(description = "A client's address, or its network as triplets have it", examples = "192.0.2.0/24")
        @QueryParam("network")
        @Nullable
        String network,

        @Schema(
                description = "What vouches for clients of several networks, as triplets have it",
                examples = "host:shop.example")
        @QueryParam("origin")
        @Nullable
        String origin,

        @Schema(description = "The sender's domain", examples = "shop.example") @QueryParam("domain") @Nullable
        String domain,

        @Schema(description = "The sender's address, <> for the null sender", examples = "orders@shop.example")
        @QueryParam("sender")
        @Nullable
        String sender,

        @Schema(description = "The recipient's address", examples = "alice@postern.test")
        @QueryParam("recipient")
        @Nullable
        String recipient) {

    /** How a request writes the null sender. */
    private static final String NULL = "<>";

    private static final int SHOWN = 100;
    private static final Pattern DOMAIN = Pattern.compile(ExemptionsText.DOMAIN);
    private static final Pattern ORIGIN = Pattern.compile("[a-z]+:" + ExemptionsText.DOMAIN);
    private static final Pattern UNSPEAKABLE = Pattern.compile("[\\p{Cntrl}\\x{85}\\x{2028}\\x{2029}\\p{Cs}]");

    /** @throws BadSelection naming what cannot be */
    Selection selection(GreylistSettings.Network prefix) {
        return new Selection(
                network == null ? null : network(network, prefix),
                origin == null ? null : text("origin", origin, ORIGIN),
                domain == null ? null : text("domain", domain, DOMAIN),
                sender == null ? null : SenderKey.of(reversePath(sender)),
                recipient == null ? null : address("recipient", recipient).toLowerCase(Locale.ROOT));
    }

    private static String text(String name, String given, Pattern form) {
        String text = given.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
        if (text.startsWith(".") || !form.matcher(text).matches()) {
            throw new BadSelection(name + " is not as triplets have it: " + shown(given));
        }
        return text;
    }

    /** As in MAIL, the null sender empty. */
    private static String reversePath(String given) {
        return given.equals(NULL) ? "" : address("sender", given);
    }

    private static String address(String name, String given) {
        if (UNSPEAKABLE.matcher(given).find() || given.isEmpty()) {
            throw new BadSelection(name + " is no address: " + shown(given));
        }
        return given;
    }

    /** Fit for a log. */
    static String shown(String given) {
        String text = given.length() > SHOWN ? given.substring(0, SHOWN) + "..." : given;
        return UNSPEAKABLE.matcher(text).replaceAll("?");
    }

    private static String network(String text, GreylistSettings.Network prefix) {
        Network given = Network.of(text);
        if (given == null) {
            throw new BadSelection("network is neither an address nor a network: " + shown(text));
        }
        int remembered = prefix.of(given.first());
        if (text.contains("/") && given.prefix() != remembered) {
            throw new BadSelection("network is not one of /" + remembered + ", as they are remembered: " + shown(text));
        }
        return new Network(given.first(), remembered).toString();
    }

    /** The client, or some client of the network. @throws BadSelection naming what is missing or cannot be */
    InetAddress client(GreylistSettings.Network prefix) {
        if (network == null || sender == null || recipient == null) {
            throw new BadSelection("network, sender and recipient have to be given; the null sender is <>");
        }
        String remembered = network(network, prefix);
        InetAddress address = IpAddress.of(network);
        return address != null
                ? address
                : Objects.requireNonNull(Network.of(remembered)).first();
    }

    /** The triplet, if this is about one, as long as nothing vouches for the client. */
    Triplet triplet(GreylistSettings.Network prefix) {
        InetAddress client = client(prefix);
        Selection selection = selection(prefix);
        return Triplet.of(
                client,
                reversePath(Objects.requireNonNull(sender)),
                Objects.requireNonNull(selection.recipient()),
                prefix);
    }

    /** Whether it names a network, a sender and a recipient. */
    boolean one() {
        return network != null && sender != null && recipient != null;
    }
}
