package io.postern.ingress.policy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.postern.contract.CheckRule;
import io.postern.contract.Decision.Thresholds;
import io.postern.contract.Phase;
import io.postern.ingress.Network;
import io.postern.ingress.policy.Policy.ScoreHeader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The policy as the operator writes it, in YAML. What is left out has the default of its check. */
record PolicyText(
        @Nullable Map<String, @Nullable Check> checks,
        @Nullable Limits thresholds,
        @Nullable List<Exempt> exempt,
        @Nullable Outgoing outgoing,
        @Nullable MailboxFull mailboxFull,
        @Nullable Map<String, @Nullable Set<String>> senders,
        @Nullable ScoreHeader scoreHeader) {

    private static final PolicyText NOTHING = new PolicyText(null, null, null, null, null, null, null);

    /** What the operator says of a check. */
    record Check(
            CheckRule.@Nullable Mode mode,
            @JsonProperty("on-fail") CheckRule.@Nullable OnFail onFail,
            @JsonProperty("on-error") CheckRule.@Nullable OnError onError,
            @Nullable String deadline,
            @Nullable Double weight,
            @Nullable Phase phase,
            @Nullable Map<String, CheckRule.@Nullable OnReason> reasons) {

        private static final Check EMPTY = new Check(null, null, null, null, null, null, null);
    }

    /** Sums of scores. */
    record Limits(
            @Nullable Double tag,
            @Nullable Double quarantine,
            @Nullable Double reject) {}

    /** Mail of our own people. */
    record Outgoing(@Nullable Set<String> skip) {}

    /** What a client is told whose recipient has no room left. */
    enum MailboxFull {
        DEFER,
        REJECT
    }

    /** Who is spared what. */
    record Exempt(
            @Nullable List<@Nullable String> networks,
            @Nullable Set<String> users,
            @JsonProperty("recipient-domains") @Nullable Set<String> recipientDomains,
            @Nullable Set<String> checks) {}

    private static final ObjectMapper YAML = YAMLMapper.builder(new YAMLFactory())
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .addHandler(new OffIsNotFalse())
            .build();

    /** YAML takes the word "off" for a boolean; as the mode of a check it is none. */
    private static final class OffIsNotFalse extends DeserializationProblemHandler {

        @Override
        public Object handleUnexpectedToken(
                DeserializationContext context, JavaType target, JsonToken token, JsonParser parser, String message) {
            return target.hasRawClass(CheckRule.Mode.class) && token == JsonToken.VALUE_FALSE
                    ? CheckRule.Mode.OFF
                    : NOT_HANDLED;
        }
    }

    /** When the checks that come with Postern are asked; others say so when they register. */
    private static final Map<String, Set<Phase>> PHASES = Map.of(
            "rbl", Set.of(Phase.CONNECT, Phase.RECIPIENT),
            "address", Set.of(Phase.GREETING, Phase.RECIPIENT),
            "greylist", Set.of(Phase.RECIPIENT),
            "content", Set.of(Phase.MESSAGE),
            "antispam", Set.of(Phase.MESSAGE),
            "av", Set.of(Phase.MESSAGE));

    /** Most of what the check of addresses finds is a hint and no more. */
    private static final Map<String, CheckRule.OnReason> OF_ADDRESS = Map.of(
            "address.sender-null-mx", CheckRule.OnReason.REJECT,
            "address.helo-ours", CheckRule.OnReason.REJECT,
            "address.sender-no-domain", CheckRule.OnReason.DEFER);

    /** What the engine could not see is no virus. */
    private static final Map<String, CheckRule.OnReason> OF_AV = Map.of(
            "av.found", CheckRule.OnReason.REJECT,
            "av.too-large", CheckRule.OnReason.TAG,
            "av.unscannable", CheckRule.OnReason.TAG);

    private static final Map<String, Map<String, CheckRule.OnReason>> REASONS =
            Map.of("address", OF_ADDRESS, "av", OF_AV);

    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final Duration LONGEST_DEADLINE = Duration.ofMinutes(2);

    /** @throws IllegalArgumentException naming line or key, if the text is no policy */
    static Policy parse(String yaml) {
        try {
            PolicyText text = YAML.readValue(yaml, PolicyText.class);
            return (text == null ? NOTHING : text).policy(digest(yaml));
        } catch (JsonProcessingException e) {
            String where =
                    e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
            throw new IllegalArgumentException(where + e.getOriginalMessage(), e);
        }
    }

    private Policy policy(String digest) {
        Map<String, Policy.NamedCheck> named = checks == null
                ? Map.of()
                : checks.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> named(entry.getKey(), entry.getValue())));
        Thresholds limits = thresholds == null
                ? new Thresholds(null, null, null)
                : new Thresholds(thresholds.tag(), thresholds.quarantine(), thresholds.reject());
        List<Exemption> exemptions = exempt == null
                ? List.of()
                : exempt.stream().map(PolicyText::exemption).toList();
        Set<String> skips = outgoing == null || outgoing.skip() == null ? Policy.SKIPPED_BY_OUTGOING : outgoing.skip();
        return new Policy(
                digest,
                named,
                limits,
                exemptions,
                skips,
                mailboxFull == MailboxFull.REJECT,
                owned(),
                scoreHeader == null ? ScoreHeader.TAGGED : scoreHeader);
    }

    private Map<String, Set<String>> owned() {
        Map<String, Set<String>> owned = new HashMap<>();
        if (senders != null) {
            senders.forEach((user, addresses) -> {
                Set<String> given = addresses == null ? Set.of() : addresses;
                for (String address : given) {
                    if (!address.contains("@") || address.endsWith("@")) {
                        throw new IllegalArgumentException(
                                "senders." + user + ": neither an address nor @domain: " + address);
                    }
                }
                owned.put(user.toLowerCase(Locale.ROOT), Set.copyOf(given));
            });
        }
        return owned;
    }

    private static Policy.NamedCheck named(String name, @Nullable Check given) {
        if (!name.matches("[a-z0-9][a-z0-9-]*")) {
            throw new IllegalArgumentException("checks: not a name of a check: " + name);
        }
        Check check = given == null ? Check.EMPTY : given;
        double weight = check.weight() == null ? 1 : check.weight();
        if (!Double.isFinite(weight)) {
            throw new IllegalArgumentException("checks." + name + ".weight: not a number: " + weight);
        }
        CheckRule rule = new CheckRule(
                check.mode() == null ? CheckRule.Mode.ENFORCE : check.mode(),
                check.onFail() == null ? onFail(name) : check.onFail(),
                check.onError() == null ? onError(name) : check.onError(),
                weight,
                reasons(name, check.reasons()));
        return new Policy.NamedCheck(rule, deadline(name, check.deadline()), phases(name, check.phase()));
    }

    private static Set<Phase> phases(String check, @Nullable Phase given) {
        return given == null ? PHASES.getOrDefault(check, Set.of()) : Set.of(given);
    }

    /** By their whole codes; the check's name in front may be left out, as the check itself does. */
    private static Map<String, CheckRule.OnReason> reasons(
            String check, @Nullable Map<String, CheckRule.@Nullable OnReason> given) {
        if (given == null) {
            return REASONS.getOrDefault(check, Map.of());
        }
        Map<String, CheckRule.OnReason> reasons = new HashMap<>();
        given.forEach((code, action) -> {
            if (action == null) {
                throw new IllegalArgumentException("checks." + check + ".reasons." + code + ": nothing is said");
            }
            reasons.put(code.contains(".") ? code : check + "." + code, action);
        });
        return reasons;
    }

    private static CheckRule.OnFail onFail(String check) {
        return "greylist".equals(check) ? CheckRule.OnFail.DEFER : CheckRule.OnFail.REJECT;
    }

    private static CheckRule.OnError onError(String check) {
        return "av".equals(check) ? CheckRule.OnError.DEFER : CheckRule.OnError.ACCEPT;
    }

    private static Duration deadline(String check, @Nullable String text) {
        if (text == null) {
            return DEADLINE;
        }
        String key = "checks." + check + ".deadline: ";
        if (!text.matches("\\d{1,6}(ms|s)")) {
            throw new IllegalArgumentException(key + "not a time such as 500ms or 5s: " + text);
        }
        Duration deadline = text.endsWith("ms")
                ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)))
                : Duration.ofSeconds(Long.parseLong(text.substring(0, text.length() - 1)));
        if (deadline.isZero() || deadline.compareTo(LONGEST_DEADLINE) > 0) {
            throw new IllegalArgumentException(key + "not between 1ms and 120s: " + text);
        }
        return deadline;
    }

    private static Exemption exemption(Exempt text) {
        Exemption exemption = new Exemption(
                text.networks() == null
                        ? List.of()
                        : text.networks().stream().map(PolicyText::network).toList(),
                text.users() == null ? Set.of() : Set.copyOf(text.users()),
                text.recipientDomains() == null
                        ? Set.of()
                        : text.recipientDomains().stream()
                                .map(domain -> domain.toLowerCase(Locale.ROOT))
                                .collect(Collectors.toSet()),
                text.checks() == null ? Set.of() : Set.copyOf(text.checks()));
        if (exemption.networks().isEmpty()
                && exemption.users().isEmpty()
                && exemption.recipientDomains().isEmpty()) {
            throw new IllegalArgumentException("exempt: an entry without networks, users or recipient-domains");
        }
        return exemption;
    }

    private static Network network(@Nullable String text) {
        if (text == null) {
            throw new IllegalArgumentException("exempt: an entry of networks is empty");
        }
        return Network.of(text);
    }

    private static String digest(String yaml) {
        try {
            byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(yaml.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha256, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
