/**
 * The named rules: each looks for one trait of a mail and says how strongly it is there. What a trait is worth is not here but
 * in a file ({@link io.postern.antispam.rule.Scores}). No clock, no network, no state.
 */
@NullMarked
package io.postern.antispam.rule;

import org.jspecify.annotations.NullMarked;
