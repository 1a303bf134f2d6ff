package io.postern.antispam;

import io.postern.antispam.AntispamSettings.Learned;
import io.postern.antispam.learned.Classifier;
import io.postern.antispam.letter.Letter;
import io.postern.antispam.rule.Hit;
import io.postern.antispam.rule.Scores;
import io.postern.antispam.url.UrlInquiry;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** What rules and classifier together say of a mail. */
@Singleton
class Judge {

    static final String LEARNED = "learned";

    private final RulesFile rules;
    private final UrlLists urls;
    private final Classifier classifier;
    private final Learned settings;

    Judge(RulesFile rules, UrlLists urls, Classifier classifier, AntispamSettings settings) {
        this.rules = rules;
        this.urls = urls;
        this.classifier = classifier;
        this.settings = settings.learned();
    }

    /** Waits for lists of links, if there are any; for nothing else. */
    Judgement judge(Letter letter) throws InterruptedException {
        Scores scores = rules.inForce();
        Optional<UrlInquiry.Asked> asked = urls.ask(letter, scores);
        List<Hit> hits = new ArrayList<>(scores.judge(letter));
        List<Hit> learned = learned(classifier.spam(letter));
        boolean complete = true;
        if (asked.isPresent()) {
            UrlInquiry.Found found = asked.get().found();
            hits.addAll(found.hits());
            complete = found.complete();
        }
        List<Hit> all = Stream.concat(hits.stream(), learned.stream())
                .sorted(Comparator.comparingDouble((Hit hit) -> -Math.abs(hit.score()))
                        .thenComparing(Hit::rule))
                .toList();
        double whole =
                scores.sum(hits) + learned.stream().mapToDouble(Hit::score).sum();
        return new Judgement(Math.round(whole * 100) / 100.0, scores.limits().spam(), complete, all);
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
