package io.postern.delivery.api;

import io.postern.delivery.queue.Mail;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.sql.SQLException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Mail that the policy kept aside, for an operator to judge. */
@Path("/delivery/quarantine")
@RolesAllowed({"reader", "operator"})
public class QuarantineResource {

    private static final Logger LOG = Logger.getLogger(QuarantineResource.class);

    private final Mails mails;
    private final Content content;
    private final QuarantineRegister register;
    private final SecurityIdentity operator;

    QuarantineResource(Mails mails, Content content, QuarantineRegister register, SecurityIdentity operator) {
        this.mails = mails;
        this.content = content;
        this.register = register;
        this.operator = operator;
    }

    @GET
    @Operation(summary = "List mails in quarantine, the newest first")
    public Page<MailLine> list(
            @Context UriInfo uri,
            @BeanParam MailSelection selection,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @DefaultValue("50") String limit) {
        Given.only(uri, MailSelection.PARAMETERS_IN_QUARANTINE);
        return mails.page(selection.quarantined(), after, Given.limit(limit));
    }

    @GET
    @Path("{mail}")
    @Operation(
            summary = "Look into a mail",
            description = "Its headers, what the checks found, and its text: nothing in it is more than text")
    public Inside show(@PathParam("mail") String id) throws SQLException, IOException {
        Mail mail = Mails.mail(id);
        return Inside.of(mail, content.beginning(mail, Inside.MOST), kept(mail));
    }

    private Page<RecipientStory> kept(Mail mail) {
        Page<RecipientStory> recipients = mails.recipients(mail, 0, Given.MOST);
        boolean kept = recipients.items().stream().anyMatch(recipient -> recipient.state() == State.QUARANTINED);
        if (!kept) {
            throw notThere(mail.id);
        }
        return recipients;
    }

    @GET
    @Path("{mail}/raw")
    @RolesAllowed("operator")
    @Produces("message/rfc822")
    @Operation(
            summary = "Hand out a mail as it was received",
            description = "With all that is in it, so for programs: to teach an anti-spam filter, to have it analysed")
    public Response raw(@PathParam("mail") String id) {
        Mail mail = Mails.mail(id);
        Page<RecipientStory> unused = kept(mail);
        LOG.infof(
                "handed out from quarantine by=%s mailId=%s",
                operator.getPrincipal().getName(), mail.id);
        StreamingOutput bytes = to -> {
            try {
                content.copy(mail, to);
            } catch (SQLException e) {
                throw new IOException(e);
            }
        };
        return Response.ok(bytes)
                .header("Content-Disposition", "attachment; filename=\"mail.eml\"") // no browser is to show it
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }

    @POST
    @Path("{mail}/release")
    @RolesAllowed("operator")
    @Operation(
            summary = "Release a mail, once: deliver it to all its recipients, or to the one that is given",
            description = "It is marked with X-Postern-Released")
    public Done release(
            @Context UriInfo uri, @PathParam("mail") String id, @QueryParam("recipient") @Nullable String recipient) {
        Given.only(uri, "recipient");
        Mail mail = Mails.mail(id);
        String by = operator.getPrincipal().getName();
        int released = register.release(mail.id, recipient, by);
        if (released == 0) {
            throw notThere(id);
        }
        LOG.infof("released from quarantine by=%s mailId=%s recipients=%d", by, mail.id, released);
        return new Done(released, 0, false);
    }

    @DELETE
    @Path("{mail}")
    @RolesAllowed("operator")
    @Operation(
            summary = "Delete a mail from quarantine",
            description = "Nobody is told. The story stays, the content goes.")
    public Done delete(
            @Context UriInfo uri, @PathParam("mail") String id, @QueryParam("recipient") @Nullable String recipient) {
        Given.only(uri, "recipient");
        Mail mail = Mails.mail(id);
        String by = operator.getPrincipal().getName();
        int deleted = register.delete(mail.id, recipient, by);
        if (deleted == 0) {
            throw notThere(id);
        }
        LOG.infof("deleted from quarantine by=%s mailId=%s recipients=%d", by, mail.id, deleted);
        return new Done(deleted, 0, false);
    }

    private static Refused notThere(String id) {
        return Refused.late("not in quarantine, or not any more: " + id);
    }
}
