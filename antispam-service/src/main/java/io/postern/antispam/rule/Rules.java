package io.postern.antispam.rule;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All rules that are code. */
public final class Rules {

    public static final List<Rule> ALL = Stream.of(
                    List.of(TestString.RULE),
                    HeaderRules.ALL,
                    DateRules.ALL,
                    SenderRules.ALL,
                    RecipientRules.ALL,
                    SubjectRules.ALL,
                    BodyRules.ALL,
                    LinkRules.ALL,
                    AttachmentRules.ALL,
                    BulkRules.ALL)
            .flatMap(List::stream)
            .toList();

    static final Set<String> NAMES = ALL.stream().map(Rule::name).collect(Collectors.toUnmodifiableSet());

    private Rules() {}
}
