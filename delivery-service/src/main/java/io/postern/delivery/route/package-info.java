/**
 * Where the mail of a recipient goes: into a mailbox of ours, to a store, or, by the operator's list of routes, out of
 * the house; and how it is to be treated on its way.
 */
@NullMarked
package io.postern.delivery.route;

import org.jspecify.annotations.NullMarked;
