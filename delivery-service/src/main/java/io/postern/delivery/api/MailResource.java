package io.postern.delivery.api;

import io.postern.delivery.queue.Mail;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Where is my mail? */
@Path("/delivery/mails")
@RolesAllowed({"reader", "operator"})
public class MailResource {

    private final Mails mails;

    MailResource(Mails mails) {
        this.mails = mails;
    }

    @GET
    @Operation(summary = "List mails, the newest first")
    public Page<MailLine> list(
            @Context UriInfo uri,
            @BeanParam MailSelection selection,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @DefaultValue("50") String limit) {
        Given.only(uri, MailSelection.PARAMETERS);
        return mails.page(selection, after, Given.limit(limit));
    }

    @GET
    @Path("{mail}")
    @Operation(
            summary = "Tell a mail's whole story",
            description = "With the first 200 recipients and attempts; next to it are all of them")
    public MailStory story(@PathParam("mail") String id) {
        Mail mail = Mails.mail(id);
        return MailStory.of(mail, mails.recipients(mail, 0, Given.MOST), mails.attempts(mail, 0, Given.MOST));
    }

    @GET
    @Path("{mail}/recipients")
    @Operation(summary = "List a mail's recipients")
    public Page<RecipientStory> recipients(
            @Context UriInfo uri,
            @PathParam("mail") String id,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @DefaultValue("50") String limit) {
        Given.only(uri, "after", "limit");
        long last = Given.after(after);
        int most = Given.limit(limit);
        return mails.recipients(Mails.mail(id), last, most);
    }

    @GET
    @Path("{mail}/attempts")
    @Operation(summary = "List the attempts to deliver a mail, the oldest first")
    public Page<AttemptMade> attempts(
            @Context UriInfo uri,
            @PathParam("mail") String id,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @DefaultValue("50") String limit) {
        Given.only(uri, "after", "limit");
        long last = Given.after(after);
        int most = Given.limit(limit);
        return mails.attempts(Mails.mail(id), last, most);
    }
}
