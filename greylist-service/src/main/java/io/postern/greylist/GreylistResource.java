package io.postern.greylist;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/** For an operator whose user waits for a mail. */
@Path("/greylist")
@RolesAllowed({"reader", "operator"})
public class GreylistResource {

    private static final Logger LOG = Logger.getLogger(GreylistResource.class);

    /** Of a page. */
    private static final int MOST = 1000;

    private final GreylistSettings settings;
    private final ClientNames names;
    private final ExemptionsFile exemptions;
    private final Register register;
    private final Acquaintances acquaintances;
    private final SecurityIdentity operator;

    GreylistResource(
            GreylistSettings settings,
            ClientNames names,
            ExemptionsFile exemptions,
            Register register,
            Acquaintances acquaintances,
            SecurityIdentity operator) {
        this.settings = settings;
        this.names = names;
        this.exemptions = exemptions;
        this.register = register;
        this.acquaintances = acquaintances;
        this.operator = operator;
    }

    @GET
    @Path("triplets")
    @Operation(summary = "List triplets: who has met whom, and who has to wait")
    public Page<Remembered> triplets(
            @BeanParam Scope scope,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @DefaultValue("100") int limit) {
        int most = limit(limit);
        TripletRow.Key key = after == null ? null : TripletRow.Key.parse(after);
        return Page.of(
                TripletRow.page(scope.selection(settings.network()), key, most + 1),
                most,
                Remembered::of,
                row -> row.key().toString());
    }

    @GET
    @Path("trusted")
    @Operation(summary = "List whose mail is not greylisted any more: networks, origins, domains of senders")
    public Page<Trusted> trusted(
            @QueryParam("kind") @DefaultValue("network") String kind,
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue("100") int limit) {
        int most = limit(limit);
        if (!List.of("network", "origin", "domain").contains(kind)) {
            throw new BadSelection("kind is not network, origin or domain: " + Scope.shown(kind));
        }
        return Page.of(TrustedRow.page(kind, after, most + 1), most, Trusted::of, row -> row.name);
    }

    private static int limit(int limit) {
        if (limit < 1 || limit > MOST) {
            throw new BadSelection("limit is not between 1 and " + MOST + ": " + limit);
        }
        return limit;
    }

    @GET
    @Path("standing")
    @Operation(summary = "Look up what an attempt of a client, for a sender and a recipient, would be taken for")
    public Standing standing(@BeanParam Scope scope) throws InterruptedException {
        InetAddress client = scope.client(settings.network());
        List<Name> confirmed = names.of(client);
        Triplet triplet = scope.triplet(settings.network()).from(Origin.of(confirmed, client));
        String sender = Objects.requireNonNull(scope.sender());
        boolean exempt = exemptions
                .inForce()
                .anyMatch(listed -> listed.client(client)
                        || listed.client(confirmed)
                        || listed.sender(sender)
                        || listed.recipient(triplet.recipient()));
        return new Standing(
                triplet.network(),
                triplet.origin(),
                confirmed.stream().map(name -> name.toString(true)).toList(),
                triplet.sender(),
                triplet.recipient(),
                exempt,
                TrustedRow.of(triplet).stream().map(Trusted::of).toList(),
                TripletRow.of(triplet).stream().map(Remembered::of).toList());
    }

    @POST
    @Path("releases")
    @RolesAllowed("operator")
    @Operation(
            summary = "Let in at once",
            description = "Triplets that wait and are meant need not wait any longer. If network, sender and recipient"
                    + " are given, the triplet passes even if it has not been met yet. If nothing but a network, an origin"
                    + " or a domain is given, all of it passes from now on, for as long as is remembered.")
    public Done release(@BeanParam Scope scope) throws InterruptedException {
        Selection selection = selection(scope);
        Triplet one = scope.one() ? named(scope) : null;
        int released = register.release(selection);
        if (selection.trustable()) {
            selection.parameters().forEach((kind, name) -> register.trust(kind, name.toString(), by()));
        } else if (one != null) {
            register.introduce(one);
        }
        LOG.infof(
                "let in by=%s whom=%s triplets=%d trusted=%s",
                by(), selection.parameters(), released, selection.trustable());
        return new Done(released, selection.trustable());
    }

    private Triplet named(Scope scope) throws InterruptedException {
        InetAddress client = scope.client(settings.network());
        return scope.triplet(settings.network()).from(Origin.of(names.of(client), client));
    }

    @DELETE
    @Path("triplets")
    @RolesAllowed("operator")
    @Operation(
            summary = "Forget",
            description =
                    "Triplets that are meant are met for the first time again. If nothing but a network, an origin or"
                            + " a domain is given, it is not trusted any more. Other instances may remember for as long as their"
                            + " cache does.")
    public Done forget(@BeanParam Scope scope) {
        Selection selection = selection(scope);
        int forgotten = register.forget(selection);
        boolean distrusted = selection.trustable()
                && selection.parameters().entrySet().stream()
                        .anyMatch(given -> register.distrust(
                                given.getKey(), given.getValue().toString()));
        acquaintances.forget();
        LOG.infof(
                "forgotten by=%s whom=%s triplets=%d trusted=%s", by(), selection.parameters(), forgotten, distrusted);
        return new Done(forgotten, distrusted);
    }

    private Selection selection(Scope scope) {
        Selection selection = scope.selection(settings.network());
        if (selection.empty()) {
            throw new BadSelection("none of network, origin, domain, sender and recipient is given");
        }
        return selection;
    }

    private String by() {
        return operator.getPrincipal().getName();
    }

    @ServerExceptionMapper
    Response refused(BadSelection problem) {
        return Response.status(Response.Status.BAD_REQUEST)
                .entity(new Problem(String.valueOf(problem.getMessage())))
                .build();
    }
}
