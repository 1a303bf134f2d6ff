package io.postern.ingress;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Settings of the ingress. */
@ConfigMapping(prefix = "postern.ingress")
public interface IngressConfig {

    /** The name by which it calls itself in banner, EHLO and Received; the machine's own if it is not given. */
    Optional<String> host();

    /** The name of this instance; no two may share one. */
    @WithDefault("ingress-${postern.ingress.reply-partition}")
    String instance();

    /** The partition of the verdicts topic that this instance reads; one for each instance. */
    @WithDefault("0")
    int replyPartition();

    /** The policy, a YAML file; read again when it changes. */
    Path policyFile();

    /** Where mails above 512 KiB are kept while they come in. */
    @WithDefault("${java.io.tmpdir}/postern-spool")
    Path spoolDir();

    /** How long Kafka may take to acknowledge a mail before the client is told 451. */
    @WithDefault("10s")
    Duration publishDeadline();

    /** How long the checks may take over a question for whose answer nobody waits. */
    @WithDefault("30s")
    Duration shadowBudget();

    /** How long sessions may finish what they do when the ingress stops. */
    @WithDefault("15s")
    Duration drain();

    /** The listener for mail from other servers. */
    Mx mx();

    /** Bounds. */
    Limits limits();

    /** The listener for mail from other servers. */
    interface Mx {

        /** The address to listen on. */
        @WithDefault("0.0.0.0")
        String address();

        /** The port; 0 takes a free one. */
        @WithDefault("2525")
        int port();
    }

    /** Bounds; RFC 5321 section 4.5.3. */
    interface Limits {

        /** Bytes of a mail. */
        @WithDefault("25M")
        MemorySize messageSize();

        /** Recipients of a mail. */
        @WithDefault("100")
        int recipients();

        /** Wrong commands before a session is closed. */
        @WithDefault("20")
        int errors();

        /** Bytes of a command line with its CRLF. */
        @WithDefault("2048")
        int commandLine();

        /** Bytes of a line of a mail without its CRLF. Longer than the 998 of RFC 5322, as real mail is. */
        @WithDefault("65536")
        int textLine();

        /** Sessions at the same time; the next is told 421. */
        @WithDefault("10000")
        int sessions();

        /** Questions to the checks at the same time; a mail beyond is told 451. */
        @WithDefault("5000")
        int pending();

        /** How long a client may be silent between commands. */
        @WithDefault("5M")
        Duration commandTimeout();

        /** How long a client may be silent within a mail. */
        @WithDefault("3M")
        Duration dataTimeout();
    }
}
