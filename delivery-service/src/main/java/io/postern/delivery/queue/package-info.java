/**
 * What is owed: one row a recipient in the database, handed out in batches under a lease, so that several instances
 * share the work and any of them may die.
 *
 * <p>Rows are read as Panache entities. They are written by statements over sets, because of what an entity cannot say:
 * {@code skip locked}, {@code on conflict}, a fence in the {@code where}, and one round trip for a hundred of them.
 */
@NullMarked
package io.postern.delivery.queue;

import org.jspecify.annotations.NullMarked;
