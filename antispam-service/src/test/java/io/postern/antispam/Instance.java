package io.postern.antispam;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.postern.antispam.learned.Classifier;
import io.postern.antispam.learned.Shelf;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;

/** One instance of the service: the check, its settings, what it knows of the database. */
public final class Instance {

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final AntispamSettings settings;
    public final Shelf shelf;
    public final Classifier classifier;
    public final Judge judge;
    final AntispamCheck check;

    /** @param settings keys and values in turns */
    public Instance(String... settings) {
        this(TestDatabase.SOURCE, settings);
    }

    Instance(DataSource database, String... settings) {
        this.settings = settings(settings);
        this.shelf = new Shelf(database);
        this.classifier = new Classifier(database, this.settings.learned().least());
        this.judge = new Judge(new RulesFile(this.settings, meters), classifier, this.settings);
        this.check = new AntispamCheck(judge, new Figures(meters));
    }

    static AntispamSettings settings(String... keysAndValues) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            given.put("postern.antispam." + keysAndValues[i], keysAndValues[i + 1]);
        }
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(AntispamSettings.class)
                .withDefaultValues(given)
                .build()
                .getConfigMapping(AntispamSettings.class);
    }
}
