package io.postern.delivery.api;

import io.postern.contract.OperatorActed;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Who changed what? */
@Path("/delivery/operations")
@RolesAllowed({"reader", "operator"})
public class OperationResource {

    private final Operations operations;

    OperationResource(Operations operations) {
        this.operations = operations;
    }

    @GET
    @Operation(summary = "List what operators did, the newest first, by operator or by what it was done to")
    public Page<OperatorActed> list(
            @Context UriInfo uri,
            @QueryParam("by") @Nullable String by,
            @QueryParam("object") @Nullable String object,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @DefaultValue("50") String limit) {
        Given.only(uri, "by", "object", "after", "limit");
        Where where = new Where();
        if (by != null) {
            where.and("by = :by", "by", Given.text("by", by));
        }
        if (object != null) {
            where.and("object = :object", "object", Given.text("object", object));
        }
        if (after != null) {
            where.and("id < :after", "after", Given.text("after", after));
        }
        return operations.page(where, Given.limit(limit));
    }
}
