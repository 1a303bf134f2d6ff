/**
 * What travels between Postern's services: the topics, the records on them, their headers, and how they are put on the
 * wire.
 *
 * <p>Records are JSON, additive within a topic's version: a reader ignores what it does not know, and a field that is
 * absent has a default or is nullable. A breaking change is a new topic. The one exception to JSON is
 * {@link io.postern.contract.Topics#CONTENT}, whose values are the raw bytes of mails.
 *
 * <p>Nothing here depends on a framework: a check written in plain Java can use it.
 */
@NullMarked
package io.postern.contract;

import org.jspecify.annotations.NullMarked;
