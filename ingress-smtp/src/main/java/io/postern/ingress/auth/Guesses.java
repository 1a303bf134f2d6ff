package io.postern.ingress.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.netty.util.NetUtil;
import io.postern.ingress.Network;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Counts the failed logins of addresses and of accounts. What is under way counts as if it failed, so that nobody guesses
 * more often by guessing all at once. Safe for use by many threads.
 */
final class Guesses {

    /** Addresses and accounts that are remembered: some 10 MB at most. */
    private static final int MAX_TALLIES = 50_000;

    /** A network of IPv6 is what one subscriber has. */
    private static final int IPV6_PREFIX = 8;

    /** What becomes of an attempt. */
    enum Standing {
        /** It may go on. */
        ADMITTED,
        /** Only when others, which are under way, have not failed. */
        WAITING,
        /** There were too many failures. */
        LIMITED
    }

    private final AuthSettings settings;
    private final List<Network> trusted;
    private final Clock clock;
    private final Cache<String, Tally> addresses;
    private final Cache<String, Tally> accounts;
    private final Cache<String, Boolean> familiar;

    /** @param trusted networks whose addresses are not counted */
    Guesses(AuthSettings settings, List<Network> trusted, Clock clock) {
        this.settings = settings;
        this.trusted = trusted;
        this.clock = clock;
        Ticker ticker = () -> TimeUnit.MILLISECONDS.toNanos(clock.millis());
        this.addresses = bounded(ticker).expireAfterAccess(settings.window()).build();
        this.accounts = bounded(ticker).expireAfterAccess(settings.window()).build();
        this.familiar = bounded(ticker).expireAfterWrite(settings.familiar()).build();
    }

    private static Caffeine<Object, Object> bounded(Ticker ticker) {
        return Caffeine.newBuilder().maximumSize(MAX_TALLIES).ticker(ticker).executor(Runnable::run);
    }

    /** Failures of one address or account, and what is under way. */
    private static final class Tally {

        final Deque<Instant> failures = new ArrayDeque<>();
        int open;

        /** @param limit further failures change nothing and are not kept */
        void add(Instant at, int limit) {
            if (failures.size() < limit) {
                failures.addLast(at);
            }
        }

        Standing standing(Instant since, int limit) {
            while (!failures.isEmpty() && failures.getFirst().isBefore(since)) {
                failures.removeFirst();
            }
            if (failures.size() >= limit) {
                return Standing.LIMITED;
            }
            return failures.size() + open >= limit ? Standing.WAITING : Standing.ADMITTED;
        }
    }

    /** An attempt, to be closed. Unless it is said to be right or wrong it counts for nothing. */
    final class Ticket implements AutoCloseable {

        private final Standing standing;
        private final @Nullable Tally address;
        private final @Nullable Tally account;
        private final String pair;
        private boolean open;

        private Ticket(Standing standing, @Nullable Tally address, @Nullable Tally account, String pair) {
            this.standing = standing;
            this.address = address;
            this.account = account;
            this.pair = pair;
            this.open = standing == Standing.ADMITTED;
            count(open ? 1 : 0);
        }

        Standing standing() {
            return standing;
        }

        /** The user is who he says he is: the address is his. */
        void right() {
            familiar.put(pair, true);
            close();
        }

        /** It failed. @return how late that is to be said */
        Duration wrong() {
            synchronized (Guesses.this) {
                close();
                return failed(address, account);
            }
        }

        @Override
        public void close() {
            synchronized (Guesses.this) {
                count(open ? -1 : 0);
                open = false;
            }
        }

        private void count(int more) {
            if (address != null) {
                address.open += more;
            }
            if (account != null) {
                account.open += more;
            }
        }
    }

    /** A user tries to log in from an address. */
    synchronized Ticket begin(String ip, String user) {
        String account = Users.key(user);
        String network = network(ip);
        String pair = network + " " + account;
        Tally ofAddress = address(ip);
        Tally ofAccount = familiar.getIfPresent(pair) == null ? accounts.get(account, name -> new Tally()) : null;
        Standing byAddress = standing(ofAddress, settings.failuresPerAddress());
        Standing byAccount = standing(ofAccount, settings.failuresPerAccount());
        return new Ticket(byAddress.compareTo(byAccount) > 0 ? byAddress : byAccount, ofAddress, ofAccount, pair);
    }

    /** An address fails without trying any account. @return how late that is to be said */
    synchronized Duration failed(String ip) {
        return failed(address(ip), null);
    }

    private Duration failed(@Nullable Tally address, @Nullable Tally account) {
        Instant now = clock.instant();
        if (address != null) {
            address.add(now, settings.failuresPerAddress());
        }
        if (account != null) {
            account.add(now, settings.failuresPerAccount());
        }
        int failures = Math.max(
                1,
                Math.max(address == null ? 0 : address.failures.size(), account == null ? 0 : account.failures.size()));
        Duration delay = settings.delay().multipliedBy(failures);
        return delay.compareTo(settings.longestDelay()) > 0 ? settings.longestDelay() : delay;
    }

    private @Nullable Tally address(String ip) {
        boolean counted = trusted.stream().noneMatch(network -> network.contains(ip));
        return counted ? addresses.get(network(ip), network -> new Tally()) : null;
    }

    private Standing standing(@Nullable Tally tally, int limit) {
        return tally == null
                ? Standing.ADMITTED
                : tally.standing(clock.instant().minus(settings.window()), limit);
    }

    private static String network(String ip) {
        byte[] address = NetUtil.createByteArrayFromIpAddressString(ip);
        return address == null || address.length == 4
                ? ip
                : HexFormat.of().formatHex(Arrays.copyOf(address, IPV6_PREFIX));
    }
}
