package io.postern.check.part;

/**
 * How far a mail is unpacked.
 *
 * @param depth multiparts and messages within each other
 * @param parts pieces in all, those of every reading
 * @param bytes decoded bytes in all
 */
public record PartLimits(int depth, int parts, long bytes) {}
