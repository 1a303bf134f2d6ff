package io.postern.content;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The phrases of all lists. Immutable. */
final class PhraseLists {

    /**
     * Where a phrase stands.
     *
     * @param list the file's name
     * @param line its number, from 1
     */
    record Entry(String list, int line) {}

    /** Told of every entry that matches. */
    interface Match {
        /** @param offset where in the folded text */
        void found(Entry entry, int offset);
    }

    private static final int MAX_LINE_BYTES = 1000;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final List<List<Entry>> entries;
    private final PhraseAutomaton automaton;

    private PhraseLists(Map<String, List<Entry>> phrases) {
        this.entries = List.copyOf(phrases.values());
        this.automaton = new PhraseAutomaton(List.copyOf(phrases.keySet()));
    }

    /** Reads the files, one phrase a line; {@code #} begins a comment line, blank lines are nothing. */
    static PhraseLists read(List<Path> files) throws BadList {
        Map<String, List<Entry>> phrases = new LinkedHashMap<>();
        for (Path file : files) {
            try {
                read(file, phrases);
            } catch (IOException e) {
                throw new BadList(file, e);
            }
        }
        return new PhraseLists(phrases);
    }

    private static void read(Path file, Map<String, List<Entry>> phrases) throws IOException, BadList {
        byte[] bytes = Files.readAllBytes(file);
        int number = 0;
        for (int start = 0; start < bytes.length; ) {
            int end = endOfLine(bytes, start);
            number++;
            String line = line(file, number, bytes, start, end);
            if (!line.isBlank() && !line.strip().startsWith("#")) {
                String folded = FoldedText.of(line);
                if (folded.isEmpty() || folded.chars().anyMatch(Character::isISOControl)) {
                    throw new BadList(file, number, "a phrase of invisible or control characters");
                }
                phrases.computeIfAbsent(folded, key -> new ArrayList<>())
                        .add(new Entry(file.getFileName().toString(), number));
            }
            start = end + 1;
        }
    }

    private static int endOfLine(byte[] bytes, int start) {
        int end = start;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        return end;
    }

    private static String line(Path file, int number, byte[] bytes, int start, int end) throws BadList {
        if (end - start > MAX_LINE_BYTES) {
            throw new BadList(file, number, "longer than " + MAX_LINE_BYTES + " bytes");
        }
        try {
            String line = UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(bytes, start, end - start))
                    .toString();
            return number == 1 && line.startsWith(BYTE_ORDER_MARK) ? line.substring(1) : line;
        } catch (CharacterCodingException e) {
            throw new BadList(file, number, "not UTF-8");
        }
    }

    /** How many different phrases there are. */
    int size() {
        return entries.size();
    }

    /** Looks for all phrases at once, as whole words. */
    void search(String text, Match match) {
        String folded = FoldedText.of(text);
        automaton.search(folded, (phrase, start, end) -> {
            if (WordBoundary.at(folded, start, end)) {
                entries.get(phrase).forEach(entry -> match.found(entry, start));
            }
        });
    }
}
