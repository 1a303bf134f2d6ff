/**
 * Finds in a mail what somebody could unpack from it: the parts as the standards say, and those that only a program sees
 * that is less strict or makes mistakes. Whoever hides something in a mail writes it so that scanner and mail program read it
 * differently; so a doubtful mail is read in several ways. Bounded in everything that a sender can make large.
 */
@NullMarked
package io.postern.check.part;

import org.jspecify.annotations.NullMarked;
