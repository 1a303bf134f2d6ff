/**
 * Where the contents lie that are too large for the database: in a folder that all instances share, or, one day, in an
 * object store. The database says which there are; whatever it does not know is rubbish, and is swept.
 */
@NullMarked
package io.postern.delivery.content;

import org.jspecify.annotations.NullMarked;
