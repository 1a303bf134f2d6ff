package io.postern.check.mime;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the header of a part says of it.
 *
 * @param path where it lies
 * @param type its media type in lower case; empty if it is not known
 * @param charset as declared
 * @param names what it may be called
 * @param inline whether it is to be shown with the text
 * @param offered whether it is said to be an attachment
 */
record PartHeader(
        String path, String type, @Nullable String charset, List<String> names, boolean inline, boolean offered) {

    boolean isText() {
        return type.startsWith("text/");
    }
}
