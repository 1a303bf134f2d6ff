package io.postern.ingress.session;

import io.postern.ingress.spool.Spool;
import org.jspecify.annotations.Nullable;

/**
 * Reads the mail data up to CR LF . CR LF, which alone ends it (RFC 5321 section 4.1.1.4), and takes the dot-stuffing
 * away (section 4.5.2). A bare CR or LF, a line too long or too many bytes make the mail refused, but only after the
 * end of data: what follows must not be read as commands.
 */
final class DataReader {

    static final Reply TOO_BIG = Reply.of(552, "5.3.4", "Message size exceeds fixed limit");

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

    private final Spool spool;
    private final long maxSize;
    private final int maxLine;
    private State state = State.LINE_START;
    private int line;
    private @Nullable Reply refusal;

    /**
     * @param maxSize bytes of a mail
     * @param maxLine bytes of a line without its CRLF
     */
    DataReader(Spool spool, long maxSize, int maxLine) {
        this.spool = spool;
        this.maxSize = maxSize;
        this.maxLine = maxLine;
    }

    Spool spool() {
        return spool;
    }

    boolean ended() {
        return state == State.END;
    }

    /** Why the mail cannot be taken, {@code null} if it can. */
    @Nullable
    Reply refusal() {
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
        return at - from;
    }

    /** Takes text up to the next CR or LF in one piece. */
    private int text(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != '\r' && bytes[at] != '\n') {
            at++;
        }
        line += at - from;
        if (line > maxLine) {
            refuse(Reply.of(554, "5.6.0", "Line too long"));
        }
        keep(bytes, from, at - from);
        if (at == to) {
            return at;
        }
        if (bytes[at] == '\r') {
            state = State.CR;
        } else {
            bare("LF", BARE_LF);
        }
        return at + 1;
    }

    /** Takes one byte that may be part of a line end, or leaves it to be taken as text. */
    private int mark(byte[] bytes, int at) {
        byte b = bytes[at];
        state = switch (state) {
            case LINE_START -> b == '.' ? State.DOT : State.TEXT;
            case DOT -> b == '\r' ? State.DOT_CR : State.TEXT;
            case DOT_CR -> b == '\n' ? State.END : bare("CR", BARE_CR);
            case CR -> b == '\n' ? endLine() : bare("CR", BARE_CR);
            case TEXT, END -> throw new IllegalStateException("no mark in " + state);
        };
        return state == State.TEXT ? at : at + 1;
    }

    private State endLine() {
        keep(CRLF, 0, 2);
        line = 0;
        return State.LINE_START;
    }

    private State bare(String name, byte[] mark) {
        keep(mark, 0, 1);
        refuse(Reply.of(550, "5.5.2", "Bare " + name + " received; lines end in CRLF"));
        return State.TEXT;
    }

    private void keep(byte[] bytes, int from, int length) {
        if (refusal != null) {
            return;
        }
        if (spool.size() + length > maxSize) {
            refuse(TOO_BIG);
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
