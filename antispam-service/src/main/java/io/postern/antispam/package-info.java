/**
 * Is a mail spam? Named rules look at header, wording, links and making of a mail, each with a score of a file; a classifier adds
 * what the operator taught it. Asked for each mail; emits FAIL from a sum of scores on, with each rule that held. Needs PostgreSQL for
 * what was taught; judges without it by the rules, and by what it last knew.
 */
@NullMarked
package io.postern.antispam;

import org.jspecify.annotations.NullMarked;
