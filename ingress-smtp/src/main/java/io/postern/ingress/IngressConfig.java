package io.postern.ingress;

import io.postern.ingress.auth.AuthSettings;
import io.postern.ingress.defence.DefenceSettings;
import io.postern.ingress.session.SessionLimits.BareNewlines;
import io.postern.ingress.tls.TlsSettings;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

    /**
     * The mailbox that gets the mail for a postmaster who has none of his own: {@code <postmaster>} without a domain
     * (RFC 5321 section 4.5.1) and {@code postmaster} at any domain of ours.
     */
    Optional<String> postmaster();

    /** Characters that may stand between a mailbox's name and a tag (RFC 5233); none if empty. */
    @WithDefault("+")
    Optional<String> subaddressDelimiters();

    /** The listener for mail from other servers. */
    Mx mx();

    /** The listener for our users' mail, STARTTLS first (RFC 6409). */
    Submission submission();

    /** The listener for our users' mail, encrypted from the first byte (RFC 8314). */
    Submissions submissions();

    /** Certificates. */
    TlsSettings tls();

    /** Who our users are. */
    AuthSettings auth();

    /** What a client may not do too much of. */
    DefenceSettings defence();

    /** Which networks may do what others may not. */
    Networks networks();

    /** Bounds. */
    Limits limits();

    /** The listener for mail from other servers. */
    interface Mx {

        /** The addresses to listen on. */
        @WithDefault("0.0.0.0")
        List<String> address();

        /** The port; 0 takes a free one. */
        @WithDefault("2525")
        int port();

        /** Whether users may log in here too. */
        @WithDefault("false")
        boolean auth();

        /** Whether a client has to encrypt the connection before it sends mail. */
        @WithDefault("false")
        boolean requireTls();

        /** How long the banner is held back; who speaks before it is refused. */
        @WithDefault("1S")
        Duration greetingDelay();
    }

    /** The listener for our users' mail, STARTTLS first. */
    interface Submission {

        /** Whether it listens; it does where there is a certificate if it is not said. */
        Optional<Boolean> enabled();

        /** The addresses to listen on. */
        @WithDefault("0.0.0.0")
        List<String> address();

        /** The port; 0 takes a free one. */
        @WithDefault("2587")
        int port();
    }

    /** The listener for our users' mail, encrypted from the first byte. */
    interface Submissions {

        /** Whether it listens; it does where there is a certificate if it is not said. */
        Optional<Boolean> enabled();

        /** The addresses to listen on. */
        @WithDefault("0.0.0.0")
        List<String> address();

        /** The port; 0 takes a free one. */
        @WithDefault("2465")
        int port();
    }

    /** Which networks may do what others may not; in CIDR notation. */
    interface Networks {

        /** Their clients may send mail to anywhere without a login. */
        Optional<List<Network>> relay();

        /** Their clients may log in without TLS. */
        Optional<List<Network>> clearAuth();

        /** Their connections begin with a PROXY header (versions 1 and 2), always. */
        Optional<List<Network>> proxy();

        /** Their clients may speak for others with XCLIENT. */
        Optional<List<Network>> xclient();
    }

    /** Bounds; RFC 5321 section 4.5.3. */
    interface Limits {

        /** Bytes of a mail. */
        @WithDefault("25M")
        MemorySize messageSize();

        /** Recipients of a mail. */
        @WithDefault("100")
        int recipients();

        /** Mails of a session; the next is told 421. */
        @WithDefault("1000")
        int mails();

        /** Commands that move nothing (NOOP, RSET, EHLO, VRFY) between two mails, before each counts as wrong. */
        @WithDefault("100")
        int junk();

        /** Received fields of a mail before it is taken for a loop. */
        @WithDefault("100")
        int hops();

        /** Wrong commands before a session is closed. */
        @WithDefault("20")
        int errors();

        /** Bytes of a command line with its CRLF. */
        @WithDefault("2048")
        int commandLine();

        /** Bytes of a line of a mail without its CRLF. Longer than the 998 of RFC 5322, as real mail is. */
        @WithDefault("65536")
        int textLine();

        /** What becomes of a CR or LF in a mail that is not part of a CRLF: {@code refuse} or {@code normalise}. */
        @WithDefault("refuse")
        BareNewlines bareNewlines();

        /** Sessions at the same time; the next is told 421, and strangers from four fifths of it on. */
        @WithDefault("13000")
        int sessions();

        /** Bytes of memory for mails that come in; beyond, they are kept on the disk. A quarter of the heap if not given. */
        Optional<MemorySize> spoolMemory();

        /** Bytes on the disk for mails that come in; the next is told 452. */
        @WithDefault("10G")
        MemorySize spoolDisk();

        /** Questions to the checks at the same time; a mail beyond is told 451. */
        @WithDefault("5000")
        int pending();

        /** How long a client may take for a command. */
        @WithDefault("5M")
        Duration commandTimeout();

        /** How long a client may be silent within a mail. */
        @WithDefault("3M")
        Duration dataTimeout();

        /** Bytes a second that a client has to send within a mail, on average. */
        @WithDefault("100")
        int dataRate();

        /** How long a mail may come in before its rate counts. */
        @WithDefault("1M")
        Duration dataGrace();
    }
}
