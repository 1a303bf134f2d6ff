package io.postern.ingress.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.security.AuthenticationCompletionException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.credential.PasswordCredential;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.UsernamePasswordAuthenticationRequest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks the identity providers whether a password is right, and remembers for a while that it was. A provider has a thread
 * of the platform to itself until it ends: hashing would keep the few carriers of the virtual threads from all others, and
 * a provider that hangs uses up a bounded number of threads.
 */
final class Passwords {

    private static final Logger LOG = Logger.getLogger(Passwords.class);
    private static final int MAX_REMEMBERED = 10_000;
    private static final Duration IDLE = Duration.ofSeconds(30);

    private final IdentityProviderManager providers;
    private final UserFile users;
    private final Duration deadline;
    private final ThreadPoolExecutor threads;
    private final KeyedDigest secret;
    private final Cache<String, String> remembered;

    Passwords(AuthSettings settings, IdentityProviderManager providers, UserFile users, Clock clock) {
        this.providers = providers;
        this.users = users;
        this.deadline = settings.deadline();
        this.threads = new ThreadPoolExecutor(
                0,
                settings.concurrent(),
                IDLE.toSeconds(),
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                Passwords::thread);
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        this.secret = new KeyedDigest(key);
        this.remembered = Caffeine.newBuilder()
                .maximumSize(MAX_REMEMBERED)
                .expireAfterWrite(settings.remember())
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .build();
    }

    private static Thread thread(Runnable work) {
        Thread thread = Thread.ofPlatform().daemon().name("password").unstarted(work);
        // Drivers and directories look for their parts with it; it must not depend on who happened to ask first.
        thread.setContextClassLoader(Passwords.class.getClassLoader());
        return thread;
    }

    /**
     * Whose password it is.
     *
     * @return his name as the provider has it, {@code null} if it is wrong
     */
    @Nullable
    String owner(String user, String password) throws Undecided {
        String key =
                HexFormat.of().formatHex(secret.of(user, password, users.get().hash(user)));
        String known = remembered.getIfPresent(key);
        if (known != null) {
            return known;
        }
        String owner = asked(user, password);
        if (owner != null) {
            remembered.put(key, owner);
        }
        return owner;
    }

    private @Nullable String asked(String user, String password) throws Undecided {
        CompletableFuture<@Nullable String> answer = new CompletableFuture<>();
        try {
            threads.execute(() -> ask(user, password, answer));
        } catch (RejectedExecutionException e) {
            throw Undecided.busy();
        }
        try {
            return answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.errorf("identity provider is late deadlineMs=%d", deadline.toMillis());
        } catch (ExecutionException e) {
            LOG.errorf("identity provider failed cause=%s", cause(e.getCause(), user, password));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw Undecided.failed();
    }

    private void ask(String user, String password, CompletableFuture<@Nullable String> answer) {
        try {
            SecurityIdentity identity = providers
                    .authenticate(new UsernamePasswordAuthenticationRequest(
                            user, new PasswordCredential(password.toCharArray())))
                    .await()
                    .atMost(deadline);
            answer.complete(
                    identity == null || identity.isAnonymous()
                            ? null
                            : identity.getPrincipal().getName());
        } catch (AuthenticationFailedException | AuthenticationCompletionException | ForbiddenException e) {
            answer.complete(null);
        } catch (Throwable e) {
            // Whatever goes wrong in a provider, the client gets an answer.
            answer.completeExceptionally(e);
        }
    }

    /** What went wrong, without its text if that shows what the client sent. */
    private static String cause(@Nullable Throwable failure, String user, String password) {
        StringBuilder full = new StringBuilder();
        StringBuilder types = new StringBuilder();
        Throwable each = failure;
        for (int depth = 0; each != null && depth < 5; depth++) {
            full.append(depth == 0 ? "" : " < ").append(each);
            types.append(depth == 0 ? "" : " < ").append(each.getClass().getName());
            each = each.getCause();
        }
        String text = full.toString();
        return text.contains(password) || text.contains(user) ? types.toString() : text;
    }
}
