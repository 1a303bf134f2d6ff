package io.postern.content;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** The settings of the content check. */
@ConfigMapping(prefix = "postern.content")
interface ContentSettings {

    /** The folder of the lists, {@code *.txt} and {@code *.yaml}; relative to the working directory. */
    @WithDefault("config/lists/content")
    Path listsDir();

    /** How often the folder is looked at for changes. */
    @WithDefault("1s")
    Duration reload();

    /** The score of an entry that is found and has none of its own; -100 to 100. */
    @WithDefault("5")
    double score();
}
