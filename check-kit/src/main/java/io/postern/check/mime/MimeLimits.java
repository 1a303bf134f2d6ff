package io.postern.check.mime;

import java.time.Duration;

/**
 * How far a mail is read. What lies beyond is left out and flagged.
 *
 * @param depth multiparts and messages within each other
 * @param parts entities in all
 * @param headerFields fields in one header
 * @param headerBytes bytes of one field, and eight times that of all fields that are kept
 * @param textBytes decoded bytes of all text parts together
 * @param bytes decoded bytes of all parts together; a quarter of that once more in the reading of a doubtful mail
 * @param members names of each archive
 * @param time for all of it
 */
record MimeLimits(
        int depth,
        int parts,
        int headerFields,
        int headerBytes,
        int textBytes,
        long bytes,
        int members,
        Duration time) {

    /** Far beyond any mail that a person wrote, and well under what would hurt. */
    static final MimeLimits DEFAULT =
            new MimeLimits(20, 500, 2_000, 128 * 1024, 1024 * 1024, 128 * 1024 * 1024, 2_000, Duration.ofSeconds(2));
}
