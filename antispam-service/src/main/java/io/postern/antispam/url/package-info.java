/** Where the links of a mail lead, and what lists in the DNS say of that. A list that cannot tell speaks against nobody. */
@NullMarked
package io.postern.antispam.url;

import org.jspecify.annotations.NullMarked;
