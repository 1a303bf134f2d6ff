package io.postern.delivery.content;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;

/**
 * Keeps contents by names that it gives itself. What is kept never changes, and outlives a power cut. So little is asked for
 * that an object store can do it: a name is a key, a part is a range, and what was not finished is nowhere to be found.
 */
public interface LargeContents {

    /** Whether a content of so many bytes belongs here, and not in the database. */
    boolean wanted(long size);

    /** Begins a content. */
    Writing begin() throws IOException;

    /**
     * Copies a part of a content, little of it in memory at a time.
     *
     * @param from the first byte, counted from 0
     * @param most the length
     * @return how many bytes there were: less if the content ends before
     * @throws IOException also if there is no such content
     */
    long copy(String name, long from, long most, OutputStream to) throws IOException;

    /** Removes a content, or what there is of it. One that is gone already is no error. */
    void remove(String name) throws IOException;

    /** The names of all that were written before then, whether they were finished or not. */
    List<String> before(Instant then) throws IOException;

    /** A content that is being written. */
    interface Writing extends AutoCloseable {

        String name();

        void write(byte[] bytes) throws IOException;

        /** Returns when it is there for good. */
        void finish() throws IOException;

        /** Lets go of it, finished or not; what was not finished is swept. */
        @Override
        void close() throws IOException;
    }
}
