package io.postern.delivery.relay;

import io.postern.delivery.relay.Stops.Stop;
import io.postern.delivery.relay.mx.Unroutable;
import io.postern.delivery.relay.smtp.Broken;
import io.postern.delivery.relay.smtp.Cause;
import io.postern.delivery.relay.smtp.Deadline;
import io.postern.delivery.relay.smtp.Fault;
import io.postern.delivery.relay.smtp.Inspection;
import io.postern.delivery.relay.smtp.Message;
import io.postern.delivery.relay.smtp.Outcome;
import io.postern.delivery.relay.smtp.Outcome.Deferred;
import io.postern.delivery.relay.smtp.Outcome.Refused;
import io.postern.delivery.relay.smtp.Peer;
import io.postern.delivery.relay.smtp.Receiver;
import io.postern.delivery.relay.smtp.Step;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One attempt: from host to host, until each recipient is settled, there is no further host, or the time is up. A recipient
 * that one host puts off may be taken by the next.
 */
final class Attempt {

    private static final Logger LOG = Logger.getLogger(Attempt.class);

    /** So many hosts of a domain, and addresses of a host, are tried. */
    private static final int MOST_HOSTS = 5;

    private static final int MOST_ADDRESSES = 2;
    private static final int NOT_NOW = 451;
    private static final Set<Integer> LOGIN_WANTED = Set.of(530, 534, 535, 538);

    private final Connections connections;
    private final Route route;
    private final Message message;
    private final Inspection inspection;
    private final Deadline deadline;
    private final Map<Receiver, Outcome> settled = new HashMap<>();
    private final Map<Receiver, Cause> causes = new HashMap<>();
    private final Set<Receiver> left;
    private final Set<Receiver> all;
    private final List<Peer> doubtful = new ArrayList<>();

    Attempt(Connections connections, Route route, Message message, List<Receiver> receivers, Deadline deadline) {
        this.connections = connections;
        this.route = route;
        this.message = message;
        this.inspection = new Inspection(message);
        this.deadline = deadline;
        this.all = new LinkedHashSet<>(receivers);
        this.left = new LinkedHashSet<>(receivers);
    }

    /** @return what came of it for each, in the order given */
    Map<Receiver, Outcome> run(Stops stops) {
        try {
            List<Stop> hosts =
                    stops.of(route, deadline).stream().limit(MOST_HOSTS).toList();
            for (int i = 0; i < hosts.size() && goOn(); i++) {
                visit(hosts.get(i), i == hosts.size() - 1);
            }
            for (int i = 0; i < doubtful.size() && goOn(); i++) {
                deliver(doubtful.get(i), i == doubtful.size() - 1 ? deadline : deadline.half());
            }
        } catch (Unroutable e) {
            note(left, e.why());
        }
        Map<Receiver, Outcome> outcomes = new LinkedHashMap<>();
        for (Receiver receiver : all) {
            Outcome known = settled.get(receiver);
            outcomes.put(receiver, known != null ? known : atLast(causes.get(receiver)));
        }
        return outcomes;
    }

    private boolean goOn() {
        if (left.isEmpty()) {
            return false;
        }
        if (Thread.currentThread().isInterrupted()) {
            stop(left, "interrupted");
            return false;
        }
        return !deadline.over();
    }

    private void visit(Stop stop, boolean last) {
        try {
            List<Peer> peers =
                    stop.peers(deadline).stream().limit(MOST_ADDRESSES).toList();
            for (int i = 0; i < peers.size() && goOn(); i++) {
                Peer peer = peers.get(i);
                if (connections.unreachable(peer)) {
                    doubtful.add(peer);
                    continue;
                }
                boolean further = !last || i < peers.size() - 1 || !doubtful.isEmpty();
                // A host that says nothing must not use up the time of those behind it.
                Deadline share = further ? deadline.half() : deadline;
                if (deliver(peer, share)) {
                    return;
                }
            }
        } catch (Unroutable e) {
            note(left, e.why());
        }
    }

    /** @return whether we spoke: at another address of the same host they would say the same */
    private boolean deliver(Peer peer, Deadline dial) {
        List<Receiver> todo = new ArrayList<>(left);
        boolean spoke = false;
        try {
            while (!todo.isEmpty()) {
                List<Receiver> group =
                        todo.subList(0, Math.min(todo.size(), route.terms().recipients()));
                Map<Receiver, Outcome> outcomes = send(peer, List.copyOf(group), dial);
                spoke = true;
                group.clear();
                outcomes.forEach(this::settle);
                Cause end = destinationFails(outcomes);
                if (end != null) {
                    note(todo, end);
                    return true;
                }
                todo.addAll(beyondTheirLimit(outcomes));
            }
        } catch (Broken e) {
            note(todo, e.why());
        }
        return spoke;
    }

    private Map<Receiver, Outcome> send(Peer peer, List<Receiver> group, Deadline dial) throws Broken {
        try {
            return connections.send(peer, route, message, inspection, group, dial, deadline);
        } catch (RuntimeException e) {
            // A bug, ours or of whoever brings the content. What was settled before it must not be lost.
            LOG.errorf(e, "relay attempt broken destination=%s", route.destination());
            stop(group, e.toString());
            return Map.of();
        }
    }

    private static @Nullable Cause destinationFails(Map<Receiver, Outcome> outcomes) {
        for (Outcome outcome : outcomes.values()) {
            if (outcome instanceof Deferred(Cause cause) && cause.fault() == Fault.DESTINATION) {
                return cause;
            }
        }
        return null;
    }

    /** Those of whom the host says that they are too many for one mail: it takes them in the next, if it took some in this. */
    private static List<Receiver> beyondTheirLimit(Map<Receiver, Outcome> outcomes) {
        boolean some = outcomes.values().stream().anyMatch(Outcome.Delivered.class::isInstance);
        return !some
                ? List.of()
                : outcomes.entrySet().stream()
                        .filter(entry -> entry.getValue() instanceof Deferred(Cause cause)
                                && cause.step() == Step.RCPT
                                && cause.reply().enhanced().equals("4.5.3"))
                        .map(Map.Entry::getKey)
                        .toList();
    }

    private void settle(Receiver receiver, Outcome outcome) {
        switch (outcome) {
            case Deferred(Cause cause)
            when !cause.uncertain() && cause.fault() != Fault.OURS -> note(List.of(receiver), cause);
            case Refused(Cause cause)
            when ofOperator() && LOGIN_WANTED.contains(cause.reply().code()) ->
                note(List.of(receiver), cause.of(Fault.DESTINATION));
            default -> {
                settled.put(receiver, outcome);
                left.remove(receiver);
            }
        }
    }

    /** Whether the operator chose the host: then what it has against us in general is his to put right, and no mail's end. */
    private boolean ofOperator() {
        return !(route instanceof Route.Mx);
    }

    private void stop(Collection<Receiver> receivers, String why) {
        Outcome stopped = new Deferred(Cause.known(Step.CONTENT, Fault.OURS, NOT_NOW, "4.3.0", why));
        List.copyOf(receivers).forEach(receiver -> settle(receiver, stopped));
    }

    private void note(Collection<Receiver> receivers, Cause cause) {
        for (Receiver receiver : receivers) {
            causes.merge(receiver, cause, Attempt::weightier);
        }
    }

    /** As long as one host may take it later, it is not refused; and a host's own words tell more than ours. */
    private static Cause weightier(Cause before, Cause now) {
        if (before.reply().permanent() != now.reply().permanent()) {
            return before.reply().permanent() ? now : before;
        }
        return before.spoken() && !now.spoken() ? before : now;
    }

    /** When no host is left. */
    private Outcome atLast(@Nullable Cause cause) {
        if (cause == null) {
            return new Deferred(Cause.known(Step.LOOKUP, Fault.DESTINATION, NOT_NOW, "4.4.7", "no time left"));
        }
        boolean never = cause.reply().permanent()
                && (cause.step() == Step.LOOKUP || !ofOperator())
                && cause.step() != Step.TLS
                && cause.step() != Step.LOGIN;
        return never ? new Refused(cause) : new Deferred(cause);
    }
}
