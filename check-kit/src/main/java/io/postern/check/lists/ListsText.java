package io.postern.check.lists;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.postern.check.file.BadFile;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/**
 * The lists as the operator writes them, in YAML.
 *
 * @param threshold the sum of weights that decides
 */
record ListsText(@Nullable Double threshold, @Nullable List<@Nullable Entry> lists) {

    /** So that the nibbles of an IPv6 address, and a key, find room in front (RFC 1035 section 2.3.4). */
    private static final int LONGEST_ZONE = 120;

    private static final ListsText NOTHING = new ListsText(null, null);

    /** Whatever is a listing (RFC 5782 section 2.3), as long as it is not {@link DnsList#isError}. */
    private static final String ANY = "127.[0..255].[0..255].[2..255]";

    /** A list. */
    record Entry(
            @Nullable String name,
            @Nullable String zone,
            @JsonProperty("key-file") @Nullable String keyFile,
            @JsonProperty("key-env") @Nullable String keyEnv,
            @Nullable Boolean enabled,
            DnsList.@Nullable Kind kind,
            @Nullable String of,
            @Nullable Boolean ipv4,
            @Nullable Boolean ipv6,
            @JsonProperty("test-entry") @Nullable String testEntry,
            @Nullable LinkedHashMap<String, @Nullable Double> answers,
            @Nullable String text,
            @JsonProperty("on-error") @Nullable OnError onError) {}

    /** What it means if a list cannot tell. */
    enum OnError {
        /** As much as if nothing were listed. */
        PASS,
        /** Nothing can be told. */
        ERROR
    }

    private static final ObjectMapper YAML = YAMLMapper.builder(new YAMLFactory())
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .build();

    /**
     * What the lists are.
     *
     * @param threshold the sum of weights that decides; infinite if there is none
     * @param lists those that are enabled
     */
    record Read(double threshold, List<DnsList> lists) {}

    /** @throws BadFile naming line, or list and key, if it makes no sense */
    static Read parse(String yaml, Keys keys, Purpose purpose) throws BadFile {
        try {
            ListsText text = YAML.readValue(yaml, ListsText.class);
            return (text == null ? NOTHING : text).read(keys, purpose);
        } catch (JsonProcessingException e) {
            String where =
                    e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
            throw new BadFile(where + e.getOriginalMessage());
        }
    }

    private Read read(Keys keys, Purpose purpose) throws BadFile {
        double sum = threshold(purpose.threshold());
        List<DnsList> read = new ArrayList<>();
        Set<String> names = new HashSet<>();
        int number = 0;
        for (Entry entry : lists == null ? List.<@Nullable Entry>of() : lists) {
            number++;
            if (entry == null || entry.zone() == null) {
                throw new BadFile("lists, entry " + number + ": no zone");
            }
            String name = name(entry, number);
            if (!names.add(name)) {
                throw new BadFile("lists: " + name + " is there twice");
            }
            DnsList list = list(name, entry, entry.zone(), keys, purpose);
            if (entry.enabled() == null || entry.enabled()) {
                read.add(list);
            }
        }
        return new Read(sum, read);
    }

    private double threshold(@Nullable Double otherwise) throws BadFile {
        if (otherwise == null) {
            if (threshold != null) {
                throw new BadFile("threshold: there is none, each list has a score of its own");
            }
            return Double.POSITIVE_INFINITY;
        }
        double sum = threshold == null ? otherwise : threshold;
        if (!Double.isFinite(sum) || sum <= 0) {
            throw new BadFile("threshold: not a number above 0: " + sum);
        }
        return sum;
    }

    private static String name(Entry entry, int number) throws BadFile {
        String name = entry.name() == null ? entry.zone() : entry.name();
        if (entry.name() == null && (entry.keyFile() != null || entry.keyEnv() != null)) {
            throw new BadFile("lists, entry " + number + ": a list with a key needs a name");
        }
        if (name == null || !name.matches("[!-~]{1,100}") || name.contains("{")) {
            throw new BadFile("lists, entry " + number + ": name is not of 1 to 100 printable characters: " + name);
        }
        return name;
    }

    private static DnsList list(String name, Entry entry, String zone, Keys keys, Purpose purpose) throws BadFile {
        String where = "lists." + name + ".";
        Subject subject = subject(where, entry.of(), purpose.subjects());
        DnsList.Kind kind = entry.kind() == null ? DnsList.Kind.BLOCK : entry.kind();
        if (!purpose.kinds().contains(kind)) {
            throw new BadFile(where + "kind: none of " + purpose.kinds() + ": " + kind);
        }
        boolean enabled = entry.enabled() == null || entry.enabled();
        String secret = enabled ? keys.of(where, entry.keyFile(), entry.keyEnv()) : null;
        return new DnsList(
                name,
                zone(where, zone, enabled, secret),
                kind,
                subject,
                families(where, entry, subject),
                testEntry(where, entry.testEntry(), subject),
                answers(where, entry.answers(), purpose.weight()),
                text(where, entry.text()),
                entry.onError() == OnError.ERROR,
                secret);
    }

    private static Subject subject(String where, @Nullable String name, List<Subject> subjects) throws BadFile {
        if (name == null) {
            return subjects.getFirst();
        }
        return subjects.stream()
                .filter(subject -> subject.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new BadFile(where + "of: none of "
                        + subjects.stream().map(Subject::name).toList() + ": " + name));
    }

    /** A list of addresses has IPv4 unless it says otherwise; one of names has no addresses unless it says so. */
    private static Set<Family> families(String where, Entry entry, Subject subject) throws BadFile {
        if (!subject.addresses() && (entry.ipv4() != null || entry.ipv6() != null)) {
            throw new BadFile(where + "ipv4, ipv6: not for lists of a " + subject.name());
        }
        Set<Family> families = EnumSet.noneOf(Family.class);
        if (subject.names()) {
            families.add(Family.NAME);
        }
        if (subject.addresses() && (entry.ipv4() == null ? !subject.names() : entry.ipv4())) {
            families.add(Family.IPV4);
        }
        if (entry.ipv6() != null && entry.ipv6()) {
            families.add(Family.IPV6);
        }
        if (families.isEmpty()) {
            throw new BadFile(where + "ipv4, ipv6: both are false");
        }
        return families;
    }

    private static Name testEntry(String where, @Nullable String entry, Subject subject) throws BadFile {
        if (entry != null && !subject.names()) {
            throw new BadFile(where + "test-entry: only for lists of names");
        }
        try {
            return entry == null ? QueryName.TEST : Name.fromString(entry);
        } catch (TextParseException e) {
            throw new BadFile(where + "test-entry: not a domain name: " + entry);
        }
    }

    private static Name zone(String where, String zone, boolean enabled, @Nullable String secret) throws BadFile {
        if (enabled && zone.contains("{key}") != (secret != null)) {
            throw new BadFile(where + "zone: {key} and key-file or key-env go together");
        }
        if (zone.length() > LONGEST_ZONE) {
            throw new BadFile(where + "zone: longer than " + LONGEST_ZONE + " characters");
        }
        try {
            return Name.fromString(zone.replace("{key}", secret == null ? "key" : secret), Name.root);
        } catch (TextParseException e) {
            throw new BadFile(where + "zone: not a domain name: " + zone);
        }
    }

    private static List<AnswerRule> answers(
            String where, @Nullable Map<String, @Nullable Double> given, double otherwise) throws BadFile {
        List<AnswerRule> rules = new ArrayList<>();
        for (Map.Entry<String, @Nullable Double> answer : (given == null ? Map.of(ANY, otherwise) : given).entrySet()) {
            Double weight = answer.getValue();
            if (weight == null || !Double.isFinite(weight) || weight < 0) {
                throw new BadFile(where + "answers." + answer.getKey() + ": not a weight of 0 or more: " + weight);
            }
            try {
                rules.add(AnswerRule.parse(answer.getKey(), weight));
            } catch (IllegalArgumentException e) {
                throw new BadFile(where + "answers: " + e.getMessage());
            }
        }
        return rules;
    }

    private static @Nullable String text(String where, @Nullable String text) throws BadFile {
        if (text != null && !text.matches("[ -~]{1,200}")) {
            throw new BadFile(where + "text: not a line of 1 to 200 printable ASCII characters");
        }
        return text;
    }
}
