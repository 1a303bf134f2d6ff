package io.postern.delivery.api;

import io.postern.delivery.directory.Addresses;
import io.postern.delivery.directory.Directory;
import io.postern.delivery.directory.Rooms;
import io.postern.delivery.mailbox.Maildir;
import io.postern.delivery.mailbox.Quota;
import io.postern.delivery.mailbox.Usage;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.function.Predicate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The mailboxes that we have, and how full they are. */
@Path("/delivery/mailboxes")
@RolesAllowed({"reader", "operator"})
public class MailboxResource {

    private static final Logger LOG = Logger.getLogger(MailboxResource.class);

    private final Names names;
    private final Rooms rooms;
    private final Maildir maildir;

    MailboxResource(Names names, Rooms rooms, Maildir maildir) {
        this.names = names;
        this.rooms = rooms;
        this.maildir = maildir;
    }

    /**
     * A mailbox.
     *
     * @param quota its own, or that of its domain
     * @param usage what lies in it; told only of one with a quota
     * @param full whether mail for it is refused
     */
    @Schema(name = "Mailbox")
    public record Entry(
            String address,
            Source source,
            @Nullable QuotaGiven quota,
            @Nullable Usage usage,
            boolean full) {}

    /**
     * What can be said of a mailbox.
     *
     * @param quota none: that of its domain
     */
    @Schema(name = "MailboxWanted")
    public record Wanted(@Nullable QuotaGiven quota) {}

    @GET
    @Operation(summary = "List mailboxes by address, of a domain, or only those that are full")
    public Page<Entry> list(
            @Context UriInfo uri,
            @QueryParam("domain") @Nullable String domain,
            @QueryParam("source") @Nullable String source,
            @QueryParam("full") @Nullable String full,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @DefaultValue("50") String limit) {
        Given.only(uri, "domain", "source", "full", "after", "limit");
        Source from = Given.one("source", Source.class, source);
        Boolean filled = Given.flag("full", full);
        Predicate<String> wanted = Names.of(domain == null ? null : Given.name(domain, Addresses::domain))
                .and(name -> from == null || source(name) == from)
                .and(name -> filled == null || rooms.full(name) == filled);
        Directory directory = names.current();
        return Names.page(directory.mailboxes(), wanted, after, Given.limit(limit), name -> entry(directory, name));
    }

    @GET
    @Path("{address}")
    @Operation(summary = "Show a mailbox, and what lies in it")
    public Entry show(@PathParam("address") String given) {
        String address = Given.name(given, Addresses::address);
        Directory directory = names.current();
        if (!directory.mailboxes().contains(address)) {
            throw Refused.unknown("no such mailbox: " + address);
        }
        return entry(directory, address);
    }

    @PUT
    @Path("{address}")
    @RolesAllowed("operator")
    @Operation(summary = "Add a mailbox, or change one that was added")
    public Entry put(@PathParam("address") String given, @Nullable Wanted wanted) {
        String address = Given.name(given, Addresses::address);
        Quota quota = QuotaGiven.read(Given.body(wanted).quota());
        Names.notInFile(names.file().names(address), address);
        if (!names.current().hosts(address)) {
            throw Refused.bad("not a domain of ours: " + address);
        }
        names.change(
                "mailbox.put", address, directory -> noted(directory, address), before -> before.with(address, quota));
        return entry(names.current(), address);
    }

    @DELETE
    @Path("{address}")
    @RolesAllowed("operator")
    @Operation(
            summary = "Remove a mailbox that was added",
            description = "It gets no mail any more; what lies in it stays. Not while an alias leads there alone.")
    public Entry delete(@PathParam("address") String given) {
        Entry entry = show(given);
        String address = entry.address();
        Names.notInFile(names.file().mailboxes().contains(address), address);
        names.change(
                "mailbox.delete",
                address,
                directory -> noted(directory, address),
                before -> before.withoutMailbox(address));
        return entry;
    }

    private Source source(String address) {
        return names.file().mailboxes().contains(address) ? Source.FILE : Source.OPERATOR;
    }

    private Entry entry(Directory directory, String address) {
        Quota quota = directory.quota(address).orElse(null);
        return new Entry(
                address,
                source(address),
                QuotaGiven.of(quota),
                quota == null ? null : usage(address, quota),
                rooms.full(address));
    }

    private @Nullable Usage usage(String address, Quota quota) {
        try {
            return maildir.usage(address, quota);
        } catch (IOException e) {
            LOG.warnf("usage of a mailbox not known cause=%s", e.toString());
            return null;
        }
    }

    private static @Nullable Object noted(Directory directory, String address) {
        return directory.mailboxes().contains(address)
                ? new Wanted(QuotaGiven.of(directory.quotas().get(address)))
                : null;
    }
}
