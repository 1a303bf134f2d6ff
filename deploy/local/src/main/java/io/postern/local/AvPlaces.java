package io.postern.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which engine the anti-virus check has, and where its own list of digests is. */
final class AvPlaces implements Places {

    static final String SERVICE = "av-service";

    private static final String ENGINES = "postern.av.engines";

    /** In the folder of the settings. */
    private static final String DIGESTS = "lists/av-digests.txt";

    /** A folder of settings may be older than the list is. Which engine it is, is settled here, for as long as the stack runs. */
    @Override
    public void furnish(StackOptions at) {
        Samples.copyOnce(at.folder().config(), DIGESTS);
        try {
            Files.writeString(settled(at), found(at).orElse(""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path settled(StackOptions at) {
        return at.folder().run().resolve("av-engine");
    }

    @Override
    public Map<String, Object> settings(StackOptions at) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("postern.av.digests-file", at.folder().config().resolve(DIGESTS));
        if (!operators(at)) {
            engine(at).ifPresent(address -> settings.put(ENGINES, address));
        }
        return settings;
    }

    private static boolean operators(StackOptions at) {
        return OperatorsFile.of(SERVICE, at.folder()).sets(ENGINES)
                || at.settings().getOrDefault(SERVICE, Map.of()).containsKey(ENGINES);
    }

    /** Ours, or one that runs on this machine. */
    private static Optional<String> found(StackOptions at) {
        return at.parts().contains(Clamd.NAME) ? Optional.of(at.address(Port.CLAMD)) : Clamd.running();
    }

    private static Optional<String> engine(StackOptions at) {
        try {
            return Optional.of(Files.readString(settled(at))).filter(address -> !address.isEmpty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a person has to know. */
    static String told(StackOptions at) {
        if (operators(at)) {
            return "Anti-virus: the engines of the settings";
        }
        return engine(at)
                .map(address -> "Anti-virus: clamd at " + address)
                .orElse(
                        "Anti-virus: NONE. There is no clamd with signatures on this machine; only test strings (EICAR) and"
                                + " the digests in " + at.folder().config().resolve(DIGESTS) + " are looked for");
    }
}
