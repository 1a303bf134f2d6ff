package io.postern.rbl;

import io.postern.check.lists.ListsSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** The settings of the block list check. */
@ConfigMapping(prefix = "postern.rbl")
interface RblSettings extends ListsSettings {

    /** The file of lists; relative to the working directory. */
    @WithDefault("config/lists/rbl.yaml")
    Path listsFile();

    /** How long the lists are waited for; below the deadline that the policy has for the check. */
    @WithDefault("2s")
    Duration deadline();
}
