/** What keeps the ingress on its feet: bounds on clients, rates, memory, and on the mail that delivery owes. */
@NullMarked
package io.postern.ingress.defence;

import org.jspecify.annotations.NullMarked;
