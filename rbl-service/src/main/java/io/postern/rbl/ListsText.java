package io.postern.rbl;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.ArrayList;
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
 * @param threshold the sum of weights from which on a client is blocked
 */
record ListsText(@Nullable Double threshold, @Nullable List<@Nullable Entry> lists) {

    private static final double WEIGHT = 5;

    /** So that the nibbles of an IPv6 address, and a key, find room in front (RFC 1035 section 2.3.4). */
    private static final int LONGEST_ZONE = 120;

    private static final ListsText NOTHING = new ListsText(null, null);

    /** Whatever is a listing (RFC 5782 section 2.3), as long as it is not {@link DnsList#isError}. */
    private static final Map<String, Double> ANY = Map.of("127.[0..255].[0..255].[2..255]", WEIGHT);

    /** A list. */
    record Entry(
            @Nullable String name,
            @Nullable String zone,
            @JsonProperty("key-file") @Nullable String keyFile,
            @JsonProperty("key-env") @Nullable String keyEnv,
            @Nullable Boolean enabled,
            DnsList.@Nullable Kind kind,
            DnsList.@Nullable Subject of,
            @Nullable Boolean ipv4,
            @Nullable Boolean ipv6,
            @Nullable LinkedHashMap<String, @Nullable Double> answers,
            @Nullable String text,
            @JsonProperty("on-error") @Nullable OnError onError) {}

    /** What it means if a list cannot tell. */
    enum OnError {
        /** As much as if the client were not listed. */
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
     * @param threshold the sum of weights from which on a client is blocked
     * @param lists those that are enabled
     */
    record Read(double threshold, List<DnsList> lists) {}

    /** @throws BadLists naming line, or list and key, if it makes no sense */
    static Read parse(String yaml, Keys keys) throws BadLists {
        try {
            ListsText text = YAML.readValue(yaml, ListsText.class);
            return (text == null ? NOTHING : text).read(keys);
        } catch (JsonProcessingException e) {
            String where =
                    e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
            throw new BadLists(where + e.getOriginalMessage());
        }
    }

    private Read read(Keys keys) throws BadLists {
        double sum = threshold == null ? WEIGHT : threshold;
        if (!Double.isFinite(sum) || sum <= 0) {
            throw new BadLists("threshold: not a number above 0: " + sum);
        }
        List<DnsList> read = new ArrayList<>();
        Set<String> names = new HashSet<>();
        int number = 0;
        for (Entry entry : lists == null ? List.<@Nullable Entry>of() : lists) {
            number++;
            if (entry == null || entry.zone() == null) {
                throw new BadLists("lists, entry " + number + ": no zone");
            }
            String name = name(entry, number);
            if (!names.add(name)) {
                throw new BadLists("lists: " + name + " is there twice");
            }
            DnsList list = list(name, entry, entry.zone(), keys);
            if (entry.enabled() == null || entry.enabled()) {
                read.add(list);
            }
        }
        return new Read(sum, read);
    }

    private static String name(Entry entry, int number) throws BadLists {
        String name = entry.name() == null ? entry.zone() : entry.name();
        if (entry.name() == null && (entry.keyFile() != null || entry.keyEnv() != null)) {
            throw new BadLists("lists, entry " + number + ": a list with a key needs a name");
        }
        if (name == null || !name.matches("[!-~]{1,100}") || name.contains("{")) {
            throw new BadLists("lists, entry " + number + ": name is not of 1 to 100 printable characters: " + name);
        }
        return name;
    }

    private static DnsList list(String name, Entry entry, String zone, Keys keys) throws BadLists {
        String where = "lists." + name + ".";
        DnsList.Subject subject = entry.of() == null ? DnsList.Subject.CLIENT : entry.of();
        boolean ipv4 = entry.ipv4() == null || entry.ipv4();
        boolean ipv6 = entry.ipv6() != null && entry.ipv6();
        if (subject != DnsList.Subject.CLIENT && (entry.ipv4() != null || entry.ipv6() != null)) {
            throw new BadLists(where + "ipv4, ipv6: only for lists of clients");
        }
        if (!ipv4 && !ipv6) {
            throw new BadLists(where + "ipv4, ipv6: both are false");
        }
        boolean enabled = entry.enabled() == null || entry.enabled();
        String secret = enabled ? keys.of(where, entry.keyFile(), entry.keyEnv()) : null;
        return new DnsList(
                name,
                zone(where, zone, enabled, secret),
                entry.kind() == null ? DnsList.Kind.BLOCK : entry.kind(),
                subject,
                ipv4,
                ipv6,
                answers(where, entry.answers()),
                text(where, entry.text()),
                entry.onError() == OnError.ERROR,
                secret);
    }

    private static Name zone(String where, String zone, boolean enabled, @Nullable String secret) throws BadLists {
        if (enabled && zone.contains("{key}") != (secret != null)) {
            throw new BadLists(where + "zone: {key} and key-file or key-env go together");
        }
        if (zone.length() > LONGEST_ZONE) {
            throw new BadLists(where + "zone: longer than " + LONGEST_ZONE + " characters");
        }
        try {
            return Name.fromString(zone.replace("{key}", secret == null ? "key" : secret), Name.root);
        } catch (TextParseException e) {
            throw new BadLists(where + "zone: not a domain name: " + zone);
        }
    }

    private static List<AnswerRule> answers(String where, @Nullable Map<String, @Nullable Double> given)
            throws BadLists {
        List<AnswerRule> rules = new ArrayList<>();
        for (Map.Entry<String, @Nullable Double> answer : (given == null ? ANY : given).entrySet()) {
            Double weight = answer.getValue();
            if (weight == null || !Double.isFinite(weight) || weight < 0) {
                throw new BadLists(where + "answers." + answer.getKey() + ": not a weight of 0 or more: " + weight);
            }
            try {
                rules.add(AnswerRule.parse(answer.getKey(), weight));
            } catch (IllegalArgumentException e) {
                throw new BadLists(where + "answers: " + e.getMessage());
            }
        }
        return rules;
    }

    private static @Nullable String text(String where, @Nullable String text) throws BadLists {
        if (text != null && !text.matches("[ -~]{1,200}")) {
            throw new BadLists(where + "text: not a line of 1 to 200 printable ASCII characters");
        }
        return text;
    }
}
