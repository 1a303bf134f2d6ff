package io.postern.ingress.defence;

import io.postern.ingress.Network;
import java.util.List;
import java.util.Optional;

/** What a client may not do too much of; {@code postern.ingress.defence}. */
public interface DefenceSettings {

    /** Networks whose clients are not limited, in CIDR notation. */
    Optional<List<Network>> trusted();
}
