package io.postern.antispam;

import io.postern.antispam.learned.Classifier;
import io.postern.antispam.learned.Counts;
import io.postern.antispam.learned.Kind;
import io.postern.antispam.learned.Shelf;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** For an operator who teaches what is spam, and asks why a mail was called so. */
@Path("/antispam")
@RolesAllowed({"reader", "operator"})
@Blocking
public class AntispamResource {

    private static final Logger LOG = Logger.getLogger(AntispamResource.class);
    private static final String MAIL = "message/rfc822";

    private final Shelf shelf;
    private final Classifier classifier;
    private final Judge judge;
    private final SecurityIdentity operator;

    AntispamResource(Shelf shelf, Classifier classifier, Judge judge, SecurityIdentity operator) {
        this.shelf = shelf;
        this.classifier = classifier;
        this.judge = judge;
        this.operator = operator;
    }

    /**
     * What is known.
     *
     * @param active whether it is enough for the classifier to say something
     */
    public record Known(Counts mails, int tokens, boolean active) {}

    /**
     * What was done.
     *
     * @param changed whether that is new: a mail counts once
     */
    public record Taught(boolean changed) {}

    @GET
    @Path("training")
    @Operation(summary = "Look up how much has been taught")
    public Known known() {
        return new Known(classifier.mails(), classifier.tokens(), classifier.trained());
    }

    @POST
    @Path("training/{kind}")
    @Consumes(MAIL)
    @RolesAllowed("operator")
    @Operation(
            summary = "Teach that a mail is spam, or ham",
            description =
                    "The mail as it lies in the mailbox. A mail counts once; one that was taught as the other before is"
                            + " relearned. Instances know of it after their refresh.")
    public Taught teach(@PathParam("kind") String kind, InputStream mail) throws IOException, SQLException {
        Kind called = kind(kind);
        boolean changed = shelf.learn(UploadedMail.read(mail), called, by());
        LOG.infof("learned by=%s kind=%s changed=%s", by(), kind, changed);
        return new Taught(changed);
    }

    private static Kind kind(String kind) {
        return switch (kind.toLowerCase(Locale.ROOT)) {
            case "spam" -> Kind.SPAM;
            case "ham" -> Kind.HAM;
            default -> throw new BadRequest("a mail is taught as spam or as ham");
        };
    }

    @POST
    @Path("training/mistakes")
    @Consumes(MAIL)
    @RolesAllowed("operator")
    @Operation(summary = "Take back that a mail was taught")
    public Taught takeBack(InputStream mail) throws IOException, SQLException {
        boolean changed = shelf.forget(UploadedMail.read(mail));
        LOG.infof("taken back by=%s changed=%s", by(), changed);
        return new Taught(changed);
    }

    @DELETE
    @Path("training")
    @RolesAllowed("operator")
    @Operation(summary = "Forget all that was taught")
    public void forgetAll() throws SQLException {
        shelf.forgetAll();
        LOG.warnf("all that was learned is forgotten by=%s", by());
    }

    @POST
    @Path("judgements")
    @Consumes(MAIL)
    @Operation(summary = "Say what a mail would be called, and why", description = "Nothing is kept of it.")
    public Judgement judge(InputStream mail) throws IOException, InterruptedException {
        return judge.judge(UploadedMail.read(mail));
    }

    private String by() {
        return Optional.ofNullable(operator.getPrincipal().getName()).orElse("");
    }

    @ServerExceptionMapper
    Response refused(BadRequest problem) {
        return Response.status(Response.Status.BAD_REQUEST)
                .entity(new Problem(String.valueOf(problem.getMessage())))
                .build();
    }

    @ServerExceptionMapper
    Response away(SQLException problem) {
        LOG.warnf("the database did not do it cause=%s", problem);
        return Response.status(Response.Status.SERVICE_UNAVAILABLE)
                .entity(new Problem("the database is away, try again"))
                .build();
    }
}
