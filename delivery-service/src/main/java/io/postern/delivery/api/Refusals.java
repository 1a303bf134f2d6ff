package io.postern.delivery.api;

import io.postern.delivery.RootCause;
import jakarta.persistence.PersistenceException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.sql.SQLException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What a client hears of what went wrong. Causes go to the log. */
class Refusals {

    private static final Logger LOG = Logger.getLogger(Refusals.class);

    @ServerExceptionMapper
    Response refused(Refused refused) {
        return response(refused.status, String.valueOf(refused.getMessage()));
    }

    @ServerExceptionMapper({PersistenceException.class, SQLException.class})
    Response databaseFailed(Exception failure) {
        LOG.warnf("request failed in the database cause=%s", RootCause.of(failure));
        return response(Status.SERVICE_UNAVAILABLE, "the database does not answer; try again later");
    }

    private static Response response(Status status, String error) {
        // Whatever the client would have got if all had gone well.
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(new Problem(error))
                .build();
    }
}
