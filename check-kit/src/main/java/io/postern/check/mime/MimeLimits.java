package io.postern.check.mime;

/**
 * How far a mail is read. What lies beyond is left out and flagged.
 *
 * @param depth multiparts and messages within each other
 * @param parts entities in all
 * @param headerFields fields in one header
 * @param headerBytes bytes of one field
 * @param textBytes decoded bytes of all text parts together
 */
record MimeLimits(int depth, int parts, int headerFields, int headerBytes, int textBytes) {

    /** Far beyond any mail that a person wrote, and well under what would hurt. */
    static final MimeLimits DEFAULT = new MimeLimits(20, 500, 2_000, 128 * 1024, 1024 * 1024);
}
