package io.postern.content;

/**
 * An entry was found.
 *
 * @param path which part it is, or which field of the header; empty where there is but one, or none
 * @param offset in the folded text of that place, -1 where that means nothing
 */
record Match(Entry entry, Place place, String path, int offset) {}
