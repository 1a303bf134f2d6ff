package io.postern.delivery.api;

import io.postern.delivery.directory.Addresses;
import io.postern.delivery.directory.Directory;
import io.postern.delivery.directory.Expansion;
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
import java.util.List;
import java.util.function.Predicate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Names that stand for others: aliases, forwards, and what takes all that a domain has no name for. */
@Path("/delivery/aliases")
@RolesAllowed({"reader", "operator"})
public class AliasResource {

    private final Names names;

    AliasResource(Names names) {
        this.names = names;
    }

    /**
     * An alias.
     *
     * @param name an address; that of a mailbox forwards its mail. {@code @DOMAIN} takes all that is not listed
     * @param targets addresses, of ours or elsewhere; a mailbox that names itself keeps a copy
     */
    @Schema(name = "Alias")
    public record Entry(String name, Source source, List<String> targets) {}

    /** For whom a name shall stand. */
    @Schema(name = "AliasWanted")
    public record Wanted(@Nullable List<String> targets) {}

    @GET
    @Operation(summary = "List aliases by name, of a domain, or those that lead to an address")
    public Page<Entry> list(
            @Context UriInfo uri,
            @QueryParam("domain") @Nullable String domain,
            @QueryParam("source") @Nullable String source,
            @QueryParam("target") @Nullable String target,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @DefaultValue("50") String limit) {
        Given.only(uri, "domain", "source", "target", "after", "limit");
        Source from = Given.one("source", Source.class, source);
        String led = target == null ? null : Given.name(target, Addresses::address);
        Directory directory = names.current();
        Predicate<String> wanted = Names.of(domain == null ? null : Given.name(domain, Addresses::domain))
                .and(name -> from == null || source(name) == from)
                .and(name -> led == null
                        || directory.aliases().getOrDefault(name, List.of()).contains(led));
        return Names.page(
                directory.aliases().keySet(), wanted, after, Given.limit(limit), name -> entry(directory, name));
    }

    @GET
    @Path("{name}")
    @Operation(summary = "Show an alias")
    public Entry show(@PathParam("name") String given) {
        String name = Given.name(given, AliasResource::read);
        Directory directory = names.current();
        if (!directory.aliases().containsKey(name)) {
            throw Refused.unknown("no such alias: " + name);
        }
        return entry(directory, name);
    }

    @PUT
    @Path("{name}")
    @RolesAllowed("operator")
    @Operation(summary = "Add an alias, or change one that was added")
    public Entry put(@PathParam("name") String given, @Nullable Wanted wanted) {
        String name = Given.name(given, AliasResource::read);
        List<String> targets = targets(Given.body(wanted));
        Names.notInFile(names.file().names(name), name);
        if (!names.current().hosts(name)) {
            throw Refused.bad("not a domain of ours: " + name);
        }
        names.change("alias.put", name, directory -> noted(directory, name), before -> before.with(name, targets));
        return entry(names.current(), name);
    }

    @DELETE
    @Path("{name}")
    @RolesAllowed("operator")
    @Operation(summary = "Remove an alias that was added")
    public Entry delete(@PathParam("name") String given) {
        Entry entry = show(given);
        Names.notInFile(names.file().aliases().containsKey(entry.name()), entry.name());
        names.change(
                "alias.delete",
                entry.name(),
                directory -> noted(directory, entry.name()),
                before -> before.withoutAlias(entry.name()));
        return entry;
    }

    private static String read(String name) {
        return name.startsWith("@") ? "@" + Addresses.domain(name.substring(1)) : Addresses.address(name);
    }

    private static List<String> targets(Wanted wanted) {
        List<String> given = wanted.targets() == null ? List.of() : wanted.targets();
        if (given.isEmpty() || given.size() > Expansion.MOST) {
            throw Refused.bad("targets may be 1 to " + Expansion.MOST);
        }
        return given.stream()
                .map(target -> Given.name(Given.body(target), Addresses::address))
                .distinct()
                .toList();
    }

    private Source source(String name) {
        return names.file().aliases().containsKey(name) ? Source.FILE : Source.OPERATOR;
    }

    private Entry entry(Directory directory, String name) {
        return new Entry(name, source(name), directory.aliases().getOrDefault(name, List.of()));
    }

    private static @Nullable Object noted(Directory directory, String name) {
        List<String> targets = directory.aliases().get(name);
        return targets == null ? null : new Wanted(targets);
    }
}
