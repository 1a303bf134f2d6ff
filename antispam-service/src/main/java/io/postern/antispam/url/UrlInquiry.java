package io.postern.antispam.url;

import io.postern.antispam.letter.Letter;
import io.postern.antispam.rule.Hit;
import io.postern.antispam.rule.Scores;
import io.postern.check.lists.DnsLists;
import io.postern.check.lists.Opinion;
import io.postern.check.lists.Question;
import io.postern.check.lists.WatchedList;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks lists about the links of a mail: all at once, and while its rules are worked out. */
public final class UrlInquiry {

    private final DnsLists lists;
    private final Duration deadline;
    private final int domains;

    /**
     * @param deadline how long the lists are waited for in all
     * @param domains about how many of a mail they are asked at most
     */
    public UrlInquiry(DnsLists lists, Duration deadline, int domains) {
        this.lists = lists;
        this.deadline = deadline;
        this.domains = domains;
    }

    /**
     * What was found.
     *
     * @param hits a rule for each list that has one of the links, or cannot tell
     * @param complete whether all lists could tell without which nothing can be told
     */
    public record Found(List<Hit> hits, boolean complete) {}

    /** Questions that are under way. */
    public final class Asked {

        private final IdentityHashMap<Question, Destination> questions = new IdentityHashMap<>();
        private final long end = System.nanoTime() + deadline.toNanos();
        private final Scores scores;

        private Asked(Letter letter, Scores scores) {
            this.scores = scores;
            List<WatchedList> worthIt = lists.inForce().all().stream()
                    .filter(watched -> scores.ofList(watched.list().name()) != 0)
                    .toList();
            if (!worthIt.isEmpty()) {
                Destinations.of(letter, scores.lists(), domains).forEach(to -> ask(worthIt, to));
            }
        }

        private void ask(List<WatchedList> asked, Destination to) {
            lists.ask(asked, to.name(), to.family(), to.name().hashCode())
                    .forEach(question -> questions.put(question, to));
        }

        /** Waits for the answers, until the deadline. */
        public Found found() throws InterruptedException {
            IdentityHashMap<WatchedList, List<Said>> byList = new IdentityHashMap<>();
            List<Map.Entry<Question, Destination>> all = List.copyOf(questions.entrySet());
            List<Opinion> opinions =
                    lists.await(all.stream().map(Map.Entry::getKey).toList(), end);
            for (int i = 0; i < all.size(); i++) {
                byList.computeIfAbsent(all.get(i).getKey().watched(), list -> new ArrayList<>())
                        .add(new Said(all.get(i).getValue(), opinions.get(i)));
            }
            List<Hit> hits = new ArrayList<>();
            byList.forEach((watched, said) -> hit(watched, said).ifPresent(hits::add));
            boolean complete = byList.entrySet().stream()
                    .filter(of -> of.getKey().list().needed())
                    .flatMap(of -> of.getValue().stream())
                    .noneMatch(said -> said.opinion.failed());
            return new Found(hits, complete);
        }

        /** The heaviest listing; that the list cannot tell only if it has none. */
        private Optional<Hit> hit(WatchedList watched, List<Said> said) {
            String list = watched.list().name();
            Optional<Said> worst = said.stream()
                    .filter(one -> one.opinion.weight() > 0)
                    .max(Comparator.comparingDouble(one -> one.opinion.weight()));
            if (worst.isPresent()) {
                double score = worst.get().opinion.weight() * scores.ofList(list);
                return Optional.of(Hit.of(Scores.rule(list), score, worst.get().text())
                        .with(worst.get().detail(list)));
            }
            return said.stream()
                    .filter(one -> one.opinion.failed())
                    .findFirst()
                    .map(one -> Hit.unknown(
                            Scores.rule(list),
                            watched.standing().asked() ? "the list cannot tell" : "the list was not asked",
                            list,
                            one.cause()));
        }
    }

    /** What a list says of one destination. */
    private record Said(Destination to, Opinion opinion) {

        String text() {
            String own = opinion.watched().list().text();
            return own == null ? "a link to what is on a block list" : own;
        }

        Map<String, String> detail(String list) {
            return Map.of(
                    "list",
                    list,
                    "link",
                    to.shown(),
                    "answer",
                    opinion.answer() == null ? "" : opinion.answer().getHostAddress());
        }

        String cause() {
            return String.valueOf(opinion.cause());
        }
    }

    /** Asks; does not wait. */
    public Asked ask(Letter letter, Scores scores) {
        return new Asked(letter, scores);
    }
}
