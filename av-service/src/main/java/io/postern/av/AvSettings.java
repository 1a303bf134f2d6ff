package io.postern.av;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The settings of the anti-virus check. */
@ConfigMapping(prefix = "postern.av")
interface AvSettings {

    /**
     * Where clamd listens: {@code host:port}, {@code [IPv6]:port}, or the path of a Unix socket; several are used side by
     * side. Without any only test strings and the digest list are looked for.
     */
    Optional<List<String>> engines();

    /** How long a mail is worked on until the answer is that it took too long; below the policy's deadline for the check. */
    @WithDefault("4s")
    Duration deadline();

    /** How a scan goes on that nobody waits for any more, so that the sender's next attempt finds it done. */
    Late late();

    /** How engines are asked. */
    Engine engine();

    /** How the health of the engines is watched. */
    Probe probe();

    /** What is unpacked from a mail and scanned by itself. */
    Parts parts();

    /** What is remembered of what was scanned. */
    Cache cache();

    /** Signatures that are older are told of, in log and health. */
    @WithDefault("3d")
    Duration signatureLimit();

    /** Without engines: a file of SHA-256 digests, one a line, of which none may be in a mail. */
    Optional<Path> digestsFile();

    /** How often the file of digests is looked at for changes. */
    @WithDefault("1s")
    Duration reload();

    /** The score of a virus. */
    @WithDefault("15")
    double score();

    /** What clamd finds is not a virus but something it cannot look into if its name begins with one of these. */
    @WithDefault("Heuristics.Encrypted.,Heuristics.Limits.Exceeded")
    List<String> unscannable();

    /** After the deadline. */
    interface Late {

        /** How long a scan may go on. */
        @WithDefault("30s")
        Duration limit();

        /** How many may go on; with more the next is ended at its deadline. */
        @WithDefault("32")
        int scans();
    }

    /** Of each engine. */
    interface Engine {

        /** Scans at once; more wait. No more than its MaxThreads. */
        @WithDefault("10")
        int concurrency();
    }

    /** PING and VERSION, now and then. */
    interface Probe {

        /** How often an engine that is well is probed. */
        @WithDefault("15s")
        Duration interval();

        /** How soon one that is not is probed again; doubled each time, up to the interval. */
        @WithDefault("500ms")
        Duration retry();

        /** How long its answer may take. */
        @WithDefault("1s")
        Duration deadline();
    }

    /** Decoded attachments and texts. */
    interface Parts {

        /** Which of them are scanned by themselves. */
        @WithDefault("attachments")
        Unpacked scan();

        /** Multiparts and messages within each other. */
        @WithDefault("20")
        int depth();

        /** Pieces of one mail. */
        @WithDefault("500")
        int count();

        /** Decoded bytes of one mail. */
        @WithDefault("128M")
        MemorySize size();
    }

    /** What is unpacked. The built-in engine unpacks nothing itself: for it attachments means all. */
    enum Unpacked {
        /** Nothing; the mail is scanned as it came, and that is all. */
        NOTHING,
        /** All that is no text; of mails that two programs could read differently, or too large for the engine, all. */
        ATTACHMENTS,
        /** Texts as well, of every mail. */
        ALL
    }

    /** By SHA-256, for as long as the engine has the same signatures. */
    interface Cache {

        /** Mails, and as many parts. */
        @WithDefault("20000")
        int entries();

        /** The longest. Of signatures of one's own that change clamd does not tell. */
        @WithDefault("1h")
        Duration expiry();
    }
}
