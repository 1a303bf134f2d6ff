package io.postern.antispam;

import io.postern.check.lists.ListsSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The settings of the anti-spam check. */
@ConfigMapping(prefix = "postern.antispam")
interface AntispamSettings {

    /** A YAML file of the operator's, which stands above the rules that come with us. Without: those. */
    Optional<Path> rulesFile();

    /** How often the file is looked at. */
    @WithDefault("2s")
    Duration reload();

    /** Lists in the DNS that are asked about the links of a mail. */
    Urls urls();

    /** Of lists of links. */
    interface Urls extends ListsSettings {

        /** A YAML file of the operator's with the lists. Without: none is asked. */
        Optional<Path> listsFile();

        /** How long the lists are waited for; below the deadline that the policy has for the check. */
        @WithDefault("1s")
        Duration deadline();

        /** About how many domains of a mail lists are asked at most; of more so many are drawn. */
        @WithDefault("20")
        int domains();
    }

    /** What is learned from the operator's mails. */
    Learned learned();

    /** Of the classifier. */
    interface Learned {

        /** Mails of each kind without which it says nothing. */
        @WithDefault("100")
        int least();

        /** What it adds for a mail that is spam beyond doubt: not enough to call it so alone. */
        @WithDefault("4.75")
        double spam();

        /** What it takes away for a mail that is ham beyond doubt. */
        @WithDefault("6")
        double ham();

        /** What it takes away, when much was taught, for a mail of which it knows nothing. */
        @WithDefault("2")
        double unsure();

        /** How long a mail that was learned counts. */
        @WithDefault("400d")
        Duration memory();

        /** How many mails count; with more the oldest are forgotten. */
        @WithDefault("50000")
        int mails();

        /** How many tokens are kept, each of 16 to 32 bytes in memory; with more the oldest mails are forgotten. */
        @WithDefault("1000000")
        int tokens();

        /** How soon an instance knows what another has learned. */
        @WithDefault("2s")
        Duration refresh();
    }
}
