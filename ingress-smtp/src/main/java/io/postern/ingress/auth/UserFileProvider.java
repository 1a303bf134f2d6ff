package io.postern.ingress.auth;

import io.postern.ingress.IngressConfig;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.UsernamePasswordAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The users of the file. Asked before all other providers; they are asked for who is not in the file. */
@Singleton
class UserFileProvider implements IdentityProvider<UsernamePasswordAuthenticationRequest> {

    private final UserFile users;
    private final Semaphore hashes;
    private final Duration deadline;

    UserFileProvider(IngressConfig config, UserFile users) {
        this.users = users;
        this.deadline = config.auth().deadline();
        this.hashes = new Semaphore(config.auth().hashes().orElseGet(UserFileProvider::spareCores), true);
    }

    private static int spareCores() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    }

    @Override
    public int priority() {
        return SYSTEM_FIRST + 100;
    }

    @Override
    public Class<UsernamePasswordAuthenticationRequest> getRequestType() {
        return UsernamePasswordAuthenticationRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            UsernamePasswordAuthenticationRequest request, AuthenticationRequestContext context) {
        if (!users.configured()) {
            return Uni.createFrom().nullItem();
        }
        return context.runBlocking(() -> identity(request));
    }

    private @Nullable SecurityIdentity identity(UsernamePasswordAuthenticationRequest request) {
        Users now = users.get();
        String name = request.getUsername();
        if (matches(now, name, request.getPassword().getPassword())) {
            return QuarkusSecurityIdentity.builder()
                    .setPrincipal(new QuarkusPrincipal(Users.key(name)))
                    .build();
        }
        if (now.has(name)) {
            throw new AuthenticationFailedException();
        }
        return null;
    }

    private boolean matches(Users now, String name, char[] password) {
        boolean entered = false;
        try {
            entered = hashes.tryAcquire(deadline.toMillis(), TimeUnit.MILLISECONDS);
            if (!entered) {
                throw new IllegalStateException("other hashes took too long");
            }
            return now.matches(name, password);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while other hashes were computed", e);
        } finally {
            if (entered) {
                hashes.release();
            }
        }
    }
}
