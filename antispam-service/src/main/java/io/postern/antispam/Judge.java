package io.postern.antispam;

import io.postern.antispam.AntispamSettings.Learned;
import io.postern.antispam.learned.Classifier;
import io.postern.antispam.letter.Letter;
import io.postern.antispam.rule.Hit;
import io.postern.antispam.rule.Scores;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** What rules and classifier together say of a mail. */
@Singleton
class Judge {

    static final String LEARNED = "learned";

    private final RulesFile rules;
    private final Classifier classifier;
    private final Learned settings;

    Judge(RulesFile rules, Classifier classifier, AntispamSettings settings) {
        this.rules = rules;
        this.classifier = classifier;
        this.settings = settings.learned();
    }

    Judgement judge(Letter letter) {
        Scores scores = rules.inForce();
        List<Hit> hits = scores.judge(letter);
        List<Hit> learned = learned(classifier.spam(letter));
        List<Hit> all = Stream.concat(hits.stream(), learned.stream())
                .sorted(Comparator.comparingDouble((Hit hit) -> -Math.abs(hit.score()))
                        .thenComparing(Hit::rule))
                .toList();
        double whole =
                scores.sum(hits) + learned.stream().mapToDouble(Hit::score).sum();
        return new Judgement(Math.round(whole * 100) / 100.0, scores.limits().spam(), all);
    }

    private List<Hit> learned(OptionalDouble spam) {
        if (spam.isEmpty()) {
            return List.of();
        }
        double score = Leaning.score(spam.getAsDouble(), classifier.mails(), settings);
        Hit hit = Hit.of(
                LEARNED,
                score,
                score > 0 ? "like mails that were called spam" : "not like mails that were called spam");
        return hit.score() == 0 ? List.of() : List.of(hit);
    }
}
