package io.postern.greylist;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.postern.check.client.Network;
import io.postern.check.file.BadFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The YAML in which exemptions are written. */
final class ExemptionsText {

    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
                    .enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    static final String DOMAIN = "\\.?[a-z0-9_][a-z0-9_-]*(\\.[a-z0-9_-]+)*";
    private static final Pattern NAME = Pattern.compile(DOMAIN);
    private static final Pattern SENDER = Pattern.compile("@" + DOMAIN + "|[^\\s@]+@" + DOMAIN);
    private static final Pattern RECIPIENT = Pattern.compile(SENDER + "|[^\\s@]+@");

    private record Read(
            @JsonProperty("networks") @Nullable List<String> networks,
            @JsonProperty("names") @Nullable List<String> names,
            @JsonProperty("senders") @Nullable List<String> senders,
            @JsonProperty("recipients") @Nullable List<String> recipients) {}

    private ExemptionsText() {}

    /** @throws BadFile naming the key and the entry */
    static Exemptions parse(String yaml) throws BadFile {
        try (JsonParser parser = YAML.createParser(yaml)) {
            Read read = parser.nextToken() == null ? null : YAML.readValue(parser, Read.class);
            return read == null ? Exemptions.NONE : exemptions(read);
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new BadFile("line " + line + ": " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    private static Exemptions exemptions(Read read) throws BadFile {
        List<String> networks = entries(read.networks);
        return new Exemptions(
                networks(networks, false),
                networks(networks, true),
                texts("names", read.names, NAME, "a host name, or a domain with a dot in front"),
                texts("senders", read.senders, SENDER, "user@domain, @domain or @.domain"),
                texts("recipients", read.recipients, RECIPIENT, "user@domain, user@, @domain or @.domain"));
    }

    private static List<String> entries(@Nullable List<String> read) {
        return read == null ? List.of() : read;
    }

    private static List<Network> networks(List<String> entries, boolean except) throws BadFile {
        List<Network> networks = new ArrayList<>();
        for (String entry : entries) {
            if (String.valueOf(entry).startsWith("!") == except) {
                networks.add(network(String.valueOf(entry)));
            }
        }
        return networks;
    }

    private static Network network(String entry) throws BadFile {
        Network network = Network.of(entry.startsWith("!") ? entry.substring(1) : entry);
        if (network == null) {
            throw new BadFile("networks has '" + entry + "': not a network such as 192.0.2.0/24, or !192.0.2.9");
        }
        return network;
    }

    private static Set<String> texts(String key, @Nullable List<String> read, Pattern form, String what)
            throws BadFile {
        Set<String> texts = new HashSet<>();
        for (String entry : entries(read)) {
            String text = String.valueOf(entry).toLowerCase(Locale.ROOT);
            if (!form.matcher(text).matches()) {
                throw new BadFile(key + " has '" + entry + "': not " + what);
            }
            texts.add(text);
        }
        return texts;
    }
}
