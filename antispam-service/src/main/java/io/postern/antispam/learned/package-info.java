/**
 * What the operator has taught with mails that he called spam or ham: how often each token was in either, kept in PostgreSQL
 * for all instances, and held in memory, where mails are judged without asking the database.
 */
@NullMarked
package io.postern.antispam.learned;

import org.jspecify.annotations.NullMarked;
