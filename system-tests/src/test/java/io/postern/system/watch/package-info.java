/** What operators watch: alert rules and dashboards as they lie in deploy. */
@NullMarked
package io.postern.system.watch;

import org.jspecify.annotations.NullMarked;
