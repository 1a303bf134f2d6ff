package io.postern.ingress.session;

import io.postern.ingress.spool.Spool;
import org.jspecify.annotations.Nullable;

/** The content of the mail at hand on its way in: after DATA up to the dot, or in the chunks of BDAT. */
final class Content {

    /** How often a mail's largest size a client may send for nothing, before we stop listening. */
    private static final int MAX_WASTE = 8;

    /** What has come to its end. */
    sealed interface End {

        /** All of the mail is there, and can be taken. */
        record Complete(Spool spool, HeaderScan header) implements End {}

        /** A chunk is there, and more will come. */
        record Taken(long octets) implements End {}

        /** The mail is refused. */
        record Refused(Reply reply) implements End {}

        /** A chunk that belongs to no mail is over. */
        record Useless(Reply reply) implements End {}

        /** The client sends on and on, and nobody wants it. */
        record Endless() implements End {}
    }

    private final SessionLimits limits;
    private @Nullable DataReader data;
    private boolean dotted;
    private @Nullable Chunk chunk;

    Content(SessionLimits limits) {
        this.limits = limits;
    }

    /** Whether what comes next are bytes of it, not a command. */
    boolean reading() {
        return dotted || chunk != null;
    }

    /** Whether a part of it is there. */
    boolean begun() {
        return data != null;
    }

    /** Whether so many octets are more than anybody would listen to. */
    boolean endless(long octets) {
        return octets > MAX_WASTE * limits.messageSize();
    }

    /** It comes after DATA. */
    void beginDotted(Spool spool) {
        data = new DataReader(spool, limits, true);
        dotted = true;
    }

    /** The first of its chunks comes. */
    void beginChunked(Spool spool) {
        data = new DataReader(spool, limits, false);
    }

    /** A chunk comes; one that is of no use belongs to no mail. */
    void next(Chunk begun) {
        chunk = begun;
    }

    /**
     * Takes what belongs to it.
     *
     * @return {@code null} if there is more to come
     */
    @Nullable
    End take(Input input) {
        return chunk == null ? takeDotted(input) : takeChunk(input, chunk);
    }

    private @Nullable End takeDotted(Input input) {
        DataReader reader = reader();
        input.feed(reader, Integer.MAX_VALUE);
        if (reader.ended()) {
            return ended(reader);
        }
        return endless(reader.bytesRead()) ? new End.Endless() : null;
    }

    private @Nullable End takeChunk(Input input, Chunk at) {
        Reply problem = at.problem();
        at.took(problem == null ? input.feed(reader(), at.left()) : input.skip(at.left()));
        if (at.left() > 0) {
            return null;
        }
        chunk = null;
        if (problem != null) {
            return new End.Useless(problem);
        }
        DataReader reader = reader();
        if (at.last()) {
            reader.finish();
            return ended(reader);
        }
        return reader.refusal() == null ? new End.Taken(at.size()) : new End.Refused(reader.refusal());
    }

    private End ended(DataReader reader) {
        dotted = false;
        Reply refusal = reader.refusal();
        if (refusal != null) {
            return new End.Refused(refusal);
        }
        data = null;
        return new End.Complete(reader.spool(), reader.header());
    }

    private DataReader reader() {
        if (data == null) {
            throw new IllegalStateException("no content has begun");
        }
        return data;
    }

    /** It cannot be kept: it will be refused at its end. */
    void lost() {
        if (data != null) {
            data.refuse(Replies.SPOOL_FULL);
        }
    }

    /** Lets go of it. @return what is to be closed, {@code null} if there is nothing */
    @Nullable
    Spool drop() {
        Spool spool = spool();
        if (spool != null) {
            spool.discard();
        }
        data = null;
        dotted = false;
        chunk = null;
        return spool;
    }

    @Nullable
    Spool spool() {
        return data == null ? null : data.spool();
    }

    /** How many bytes of it have been read. */
    long octets() {
        return data == null ? 0 : data.bytesRead();
    }
}
