/** Mail clients that people use, run as they are. */
@NullMarked
package io.postern.system.clients;

import org.jspecify.annotations.NullMarked;
