package io.postern.ingress.defence;

import io.postern.ingress.session.Reply;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Refuses mail while one of the things that mail needs runs short, the least trusted clients' first. */
final class Overload implements Limit {

    private final List<Valve> valves;

    Overload(List<Valve> valves) {
        this.valves = valves;
    }

    @Override
    public @Nullable Reply refusal(Client client) {
        for (Valve valve : valves) {
            if (valve.refuses(client.rank())) {
                return Reply.of(451, "4.3.2", "Too busy, try again later")
                        .because("overload-" + valve.pressure().resource());
            }
        }
        return null;
    }
}
