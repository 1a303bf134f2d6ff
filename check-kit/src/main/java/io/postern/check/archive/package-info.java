/**
 * Which files an archive says are in it, without unpacking them: names are where an archive betrays itself, and unpacking is
 * where it strikes. Bounded in names, memory and what has to be decompressed to come at the names.
 */
@NullMarked
package io.postern.check.archive;

import org.jspecify.annotations.NullMarked;
