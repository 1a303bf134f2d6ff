/** Real mails, and what is measured and fitted on them. Needs folders that are not part of the sources; see the README. */
@org.jspecify.annotations.NullMarked
package io.postern.antispam.corpus;
