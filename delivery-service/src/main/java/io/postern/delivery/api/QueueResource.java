package io.postern.delivery.api;

import static java.util.Locale.ROOT;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What is still to be delivered, and what an operator can do about it. */
@Path("/delivery/queue")
@RolesAllowed({"reader", "operator"})
public class QueueResource {

    private static final Logger LOG = Logger.getLogger(QueueResource.class);

    private final Waiting waiting;
    private final Register register;
    private final Operations operations;
    private final SecurityIdentity operator;

    QueueResource(Waiting waiting, Register register, Operations operations, SecurityIdentity operator) {
        this.waiting = waiting;
        this.register = register;
        this.operations = operations;
        this.operator = operator;
    }

    @GET
    @Operation(summary = "List recipients in the queue, by mail, sender, recipient, destination")
    public Page<Queued> list(
            @Context UriInfo uri,
            @BeanParam QueueSelection selection,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @DefaultValue("50") String limit) {
        Given.only(uri, QueueSelection.PARAMETERS);
        return waiting.page(selection, Given.after(after), Given.limit(limit));
    }

    @GET
    @Path("destinations")
    @Operation(summary = "List destinations, and how many wait for each")
    public Page<Destination> destinations(
            @Context UriInfo uri,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @DefaultValue("50") String limit) {
        Given.only(uri, "after", "limit");
        return waiting.destinations(after, Given.limit(limit));
    }

    @POST
    @Path("hold")
    @RolesAllowed("operator")
    @Operation(summary = "Hold back: do not try those that are meant until they are resumed")
    public Done hold(
            @Context UriInfo uri, @BeanParam QueueSelection selection, @QueryParam("all") @Nullable String all) {
        return change(Change.HOLD, uri, selection, all);
    }

    @POST
    @Path("resume")
    @RolesAllowed("operator")
    @Operation(summary = "Hold back no longer: try at once")
    public Done resume(
            @Context UriInfo uri, @BeanParam QueueSelection selection, @QueryParam("all") @Nullable String all) {
        return change(Change.RESUME, uri, selection, all);
    }

    @POST
    @Path("retry")
    @RolesAllowed("operator")
    @Operation(summary = "Try at once; those that are held back stay so")
    public Done retry(
            @Context UriInfo uri, @BeanParam QueueSelection selection, @QueryParam("all") @Nullable String all) {
        return change(Change.RETRY, uri, selection, all);
    }

    @DELETE
    @RolesAllowed("operator")
    @Operation(summary = "Delete from the queue", description = "Nobody is told. The story stays, the content goes.")
    public Done delete(
            @Context UriInfo uri, @BeanParam QueueSelection selection, @QueryParam("all") @Nullable String all) {
        return change(Change.DELETE, uri, selection, all);
    }

    private Done change(Change change, UriInfo uri, QueueSelection selection, @Nullable String all) {
        Given.only(uri, QueueSelection.PARAMETERS_OF_A_CHANGE);
        Where where = selection.where();
        boolean everything = Boolean.TRUE.equals(Given.flag("all", all));
        if (where.empty() != everything) {
            throw Refused.bad("give mail, sender, recipient, destination or hold, or else all=true");
        }
        String by = operator.getPrincipal().getName();
        Done done = register.change(change, where, by);
        String whom = everything ? "all" : where.toString();
        operations.noteNow(
                by,
                "queue." + change.name().toLowerCase(ROOT),
                whom,
                "recipients=" + done.recipients() + " underWay=" + done.underWay());
        LOG.infof(
                "queue changed change=%s by=%s whom=%s recipients=%d underWay=%d",
                change, by, whom, done.recipients(), done.underWay());
        return done;
    }
}
