package io.postern.check.service;

import io.postern.contract.Phase;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The settings of a check service. Name and phase are the author's, the rest is the operator's. */
@ConfigMapping(prefix = "postern.check")
interface CheckSettings {

    /** What the check is called in verdicts, policy and metrics; also the consumer group. Letters, digits, hyphens. */
    String name();

    /** When the check is asked: {@code connect}, {@code greeting}, {@code recipient}, {@code message}. Fixed by the build. */
    Phase phase();

    /** The phases in which it is asked besides, such as {@code postern.check.asked.recipient=true}. Fixed by the build. */
    Map<Phase, Boolean> asked();

    /** All phases in which it is asked. */
    default Set<Phase> phases() {
        Set<Phase> phases = EnumSet.of(phase());
        asked().forEach((phase, is) -> {
            if (is) {
                phases.add(phase);
            }
        });
        return phases;
    }

    /** How many questions are worked on at once; more wait in Kafka. */
    @WithDefault("64")
    int concurrency();

    /**
     * Whether the check computes rather than waits. Its questions then share the processors evenly; on virtual threads one
     * that computes for long would let no other begin.
     */
    @WithDefault("false")
    boolean computes();

    /** How much an ingress' clock may differ from ours before we wrongly take its questions for expired. */
    @WithDefault("2s")
    Duration clockSkew();

    /** How often the check says that it is alive; three times missed, and it counts as gone. */
    @WithDefault("2s")
    Duration renewal();

    /** How long an orderly stop waits for work under way. */
    @WithDefault("5s")
    Duration drain();

    /** Of the mails that a message check works on, or that are still incomplete. */
    Spool spool();

    /** Bounds of what is held of mails. */
    interface Spool {

        /** Of one mail in memory; a larger one goes to a file. */
        @WithDefault("1M")
        MemorySize mail();

        /** Of all mails in memory; beyond it mails go to files. */
        @WithDefault("32M")
        MemorySize memory();

        /** Of all incomplete mails; beyond it the oldest is given up. */
        @WithDefault("512M")
        MemorySize incomplete();

        /** How long the rest of a mail is waited for. */
        @WithDefault("1m")
        Duration patience();
    }
}
