package io.postern.delivery.api;

import io.postern.delivery.directory.Addresses;
import io.postern.delivery.directory.Directory;
import io.postern.delivery.directory.Domain;
import io.postern.delivery.directory.Stores;
import io.postern.delivery.mailbox.TagFolders;
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
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The domains that we take mail for. */
@Path("/delivery/domains")
@RolesAllowed({"reader", "operator"})
public class DomainResource {

    private final Names names;

    DomainResource(Names names) {
        this.names = names;
    }

    /**
     * A domain.
     *
     * @param store where its mailboxes are, {@code lmtp:HOST:PORT}; none: Maildirs of ours
     * @param delimiters what may stand between a name and a tag; none: as the ingress has it
     * @param quota of mailboxes without one of their own
     */
    @Schema(name = "Domain")
    public record Entry(
            String name,
            Source source,
            @Nullable String store,
            @Nullable String delimiters,
            TagFolders tagFolders,
            @Nullable QuotaGiven quota) {}

    /** What can be said of a domain; all of it may be missing. */
    @Schema(name = "DomainWanted")
    public record Wanted(
            @Nullable String store,
            @Nullable String delimiters,
            @Nullable TagFolders tagFolders,
            @Nullable QuotaGiven quota) {

        Domain domain() {
            try {
                return new Domain(
                        store == null ? null : Stores.parse(store),
                        delimiters == null ? null : Addresses.delimiters(delimiters),
                        Optional.ofNullable(tagFolders).orElse(TagFolders.NONE),
                        QuotaGiven.read(quota));
            } catch (IllegalArgumentException e) {
                throw Refused.bad(Given.shown(String.valueOf(e.getMessage())));
            }
        }
    }

    @GET
    @Operation(summary = "List domains by name")
    public Page<Entry> list(
            @Context UriInfo uri,
            @QueryParam("source") @Nullable String source,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @DefaultValue("50") String limit) {
        Given.only(uri, "source", "after", "limit");
        Source wanted = Given.one("source", Source.class, source);
        Directory directory = names.current();
        return Names.page(
                directory.domains(),
                name -> wanted == null || source(name) == wanted,
                after,
                Given.limit(limit),
                name -> entry(directory, name));
    }

    @GET
    @Path("{domain}")
    @Operation(summary = "Show a domain")
    public Entry show(@PathParam("domain") String given) {
        String name = Given.name(given, Addresses::domain);
        Directory directory = names.current();
        if (!directory.settings().containsKey(name)) {
            throw Refused.unknown("no such domain: " + name);
        }
        return entry(directory, name);
    }

    @PUT
    @Path("{domain}")
    @RolesAllowed("operator")
    @Operation(summary = "Add a domain, or change one that was added")
    public Entry put(@PathParam("domain") String given, @Nullable Wanted wanted) {
        String name = Given.name(given, Addresses::domain);
        Domain domain = Given.body(wanted).domain();
        Names.notInFile(names.file().settings().containsKey(name), name);
        names.change(
                "domain.put",
                name,
                directory -> directory.settings().containsKey(name) ? entry(directory, name) : null,
                before -> before.with(name, domain));
        return entry(names.current(), name);
    }

    @DELETE
    @Path("{domain}")
    @RolesAllowed("operator")
    @Operation(
            summary = "Remove a domain that was added",
            description = "Not while mailboxes or aliases are listed in it. Its mail stays where it is.")
    public Entry delete(@PathParam("domain") String given) {
        String name = Given.name(given, Addresses::domain);
        Entry entry = show(name);
        Names.notInFile(names.file().settings().containsKey(name), name);
        names.change("domain.delete", name, directory -> entry, before -> {
            if (before.mailboxes().stream().anyMatch(Names.of(name))
                    || before.aliases().keySet().stream().anyMatch(Names.of(name))) {
                throw Refused.late(name + " has mailboxes or aliases still");
            }
            return before.withoutDomain(name);
        });
        return entry;
    }

    private Source source(String name) {
        return names.file().settings().containsKey(name) ? Source.FILE : Source.OPERATOR;
    }

    private Entry entry(Directory directory, String name) {
        Domain domain = directory.settings().getOrDefault(name, Domain.USUAL);
        return new Entry(
                name,
                source(name),
                domain.store() == null ? null : Stores.text(domain.store()),
                domain.delimiters(),
                domain.tagFolders(),
                QuotaGiven.of(domain.quota()));
    }
}
