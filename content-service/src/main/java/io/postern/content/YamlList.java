package io.postern.content;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.postern.check.file.BadFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A list in YAML: entries of all kinds, each with the line it begins at, so that what is wrong can be told by it. */
final class YamlList {

    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    private static final Set<String> KEYS = Set.of("ignore", "see-through", "match", "in", "entries");

    private record Lined(int line, JsonNode node) {}

    private final String name;
    private final double score;
    private final List<Lined> entries = new ArrayList<>();
    private Keys settings = Keys.NONE;
    private int line = 1;

    private YamlList(String name, double score) {
        this.name = name;
        this.score = score;
    }

    /** @throws BadFile naming line and reason */
    static ContentList parse(String name, String yaml, double score) throws BadFile {
        YamlList list = new YamlList(name, score);
        try (JsonParser parser = YAML.createParser(yaml)) {
            list.read(parser);
            return list.build();
        } catch (JsonProcessingException e) {
            throw new BadFile(
                    (e.getLocation() == null ? 1 : e.getLocation().getLineNr()) + ": " + e.getOriginalMessage());
        } catch (BadFile e) {
            throw new BadFile(list.line + ": " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    private void read(JsonParser parser) throws IOException, BadFile {
        JsonToken first = parser.nextToken();
        if (first == null) {
            return;
        }
        expect(first == JsonToken.START_OBJECT, "not a mapping with entries");
        ObjectNode rest = YAML.createObjectNode();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            line = parser.currentTokenLocation().getLineNr();
            String key = parser.currentName();
            expect(KEYS.contains(key), "unknown key " + key);
            JsonToken value = parser.nextToken();
            if (key.equals("entries")) {
                entries(parser, value);
            } else {
                rest.set(key, YAML.readTree(parser));
            }
        }
        settings = new Keys(rest);
    }

    private void entries(JsonParser parser, @Nullable JsonToken start) throws IOException, BadFile {
        if (start == JsonToken.VALUE_NULL || parser.getText().isEmpty()) {
            return;
        }
        expect(start == JsonToken.START_ARRAY, "entries: not a list");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            entries.add(new Lined(parser.currentTokenLocation().getLineNr(), YAML.readTree(parser)));
        }
    }

    private static void expect(boolean so, String otherwise) throws BadFile {
        if (!so) {
            throw new BadFile(otherwise);
        }
    }

    private ContentList build() throws BadFile {
        Folding folding = settings.folding();
        ListBuilder list = new ListBuilder(name, folding, score);
        boolean wholeWords = settings.wholeWords(true);
        Set<Place> places = settings.places("in", ListBuilder.USUAL_PLACES);
        for (Lined entry : entries) {
            line = entry.line();
            new EntryText(entry.node(), list, places, wholeWords, line).read();
        }
        return list.build();
    }
}
