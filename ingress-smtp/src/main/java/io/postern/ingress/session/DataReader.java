package io.postern.ingress.session;

import io.postern.ingress.session.SessionLimits.BareNewlines;
import io.postern.ingress.spool.Spool;
import org.jspecify.annotations.Nullable;

/**
 * Reads the content of a mail. After DATA it reads up to CR LF . CR LF, which alone ends it (RFC 5321 section 4.1.1.4),
 * and takes the dot-stuffing away (section 4.5.2); after BDAT it reads what it is given (RFC 3030). A bare CR or LF, a
 * line too long, too many bytes or too many hops make the mail refused, but only after its end: what follows must not be
 * read as commands.
 */
final class DataReader {

    private enum State {
        LINE_START,
        TEXT,
        CR,
        DOT,
        DOT_CR,
        END
    }

    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] BARE_CR = {'\r'};
    private static final byte[] BARE_LF = {'\n'};
    private static final byte[] SPACE = {' '};

    private final Spool spool;
    private final SessionLimits limits;
    private final boolean dots;
    private final HeaderScan header = new HeaderScan();
    private State state = State.LINE_START;
    private int line;
    private long read;
    private @Nullable Reply refusal;

    /** @param dots whether dots end it and are stuffed, as after DATA */
    DataReader(Spool spool, SessionLimits limits, boolean dots) {
        this.spool = spool;
        this.limits = limits;
        this.dots = dots;
    }

    Spool spool() {
        return spool;
    }

    /** What its header has. */
    HeaderScan header() {
        return header;
    }

    /** Whether a dot has ended it. */
    boolean ended() {
        return state == State.END;
    }

    /** Bytes read so far, kept or not. */
    long bytesRead() {
        return read;
    }

    /** Why the mail cannot be taken, {@code null} if it can. */
    @Nullable
    Reply refusal() {
        if (refusal == null && header.received() > limits.hops()) {
            refuse(Replies.LOOP);
        }
        return refusal;
    }

    /**
     * Reads on.
     *
     * @return how many of the bytes belong to the data; less than {@code to - from} only when it {@link #ended}
     */
    int read(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && state != State.END) {
            at = state == State.TEXT ? text(bytes, at, to) : mark(bytes, at);
        }
        read += at - from;
        return at - from;
    }

    /** There is no more: the last line has its end, even if the client left it out. For BDAT. */
    void finish() {
        if (state == State.CR) {
            state = bareCr();
        }
        if (state == State.TEXT && spool.size() > 0) {
            endLine();
        }
    }

    /** Takes text up to the next CR or LF in one piece. */
    private int text(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != '\r' && bytes[at] != '\n') {
            at++;
        }
        int lineRoom = limits.textLine() - line;
        line += at - from;
        // If both are exceeded, what is exceeded first counts, however the bytes were cut.
        if (line > limits.textLine() && lineRoom <= limits.messageSize() - spool.size()) {
            refuse(Replies.TEXT_TOO_LONG);
        }
        header.text(bytes, from, at);
        keep(bytes, from, at - from);
        if (at == to) {
            return at;
        }
        state = bytes[at] == '\r' ? State.CR : bareLf();
        return at + 1;
    }

    /** Takes one byte that may be part of a line end, or leaves it to be taken as text. */
    private int mark(byte[] bytes, int at) {
        byte b = bytes[at];
        state = switch (state) {
            case LINE_START -> b == '.' && dots ? State.DOT : State.TEXT;
            case DOT -> b == '\r' ? State.DOT_CR : State.TEXT;
            case DOT_CR -> b == '\n' ? State.END : bareCr();
            case CR -> b == '\n' ? endLine() : bareCr();
            case TEXT, END -> throw new IllegalStateException("no mark in " + state);
        };
        return state == State.TEXT ? at : at + 1;
    }

    private State endLine() {
        keep(CRLF, 0, 2);
        header.lineEnd();
        line = 0;
        return State.LINE_START;
    }

    /** No line start after it where dots count: one there must neither end the mail nor be taken away. */
    private State bareLf() {
        if (limits.bareNewlines() == BareNewlines.NORMALISE) {
            endLine();
            return dots ? State.TEXT : State.LINE_START;
        }
        keep(BARE_LF, 0, 1);
        refuse(Replies.bare("LF"));
        return State.TEXT;
    }

    private State bareCr() {
        if (limits.bareNewlines() == BareNewlines.NORMALISE) {
            keep(SPACE, 0, 1);
            header.text(SPACE, 0, 1);
            line++;
        } else {
            keep(BARE_CR, 0, 1);
            refuse(Replies.bare("CR"));
        }
        return State.TEXT;
    }

    private void keep(byte[] bytes, int from, int length) {
        if (refusal != null) {
            return;
        }
        if (spool.size() + length > limits.messageSize()) {
            refuse(Replies.TOO_BIG);
            return;
        }
        spool.append(bytes, from, length);
    }

    /** Makes the mail refused at its end; the first reason counts. */
    void refuse(Reply reply) {
        if (refusal == null) {
            refusal = reply;
            spool.discard();
        }
    }
}
