package io.postern.content;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.postern.check.file.BadFile;
import io.postern.check.mime.MimeView;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All lists. Immutable. */
final class ContentLists {

    private static final long LONGEST = 16 * 1024 * 1024;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final List<ContentList> lists;

    private ContentLists(List<ContentList> lists) {
        this.lists = List.copyOf(lists);
    }

    /** Whether a file is a list, by its name. */
    static boolean isOne(Path file) {
        String name = file.toString();
        return name.endsWith(".txt") || isYaml(name);
    }

    private static boolean isYaml(String name) {
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }

    /**
     * Reads the files.
     *
     * @param score of entries that have none of their own
     * @throws BadFile naming file, line and reason
     */
    static ContentLists read(List<Path> files, double score) throws BadFile {
        List<ContentList> lists = new ArrayList<>();
        for (Path file : files) {
            try {
                lists.add(read(file, score));
            } catch (IOException e) {
                throw new BadFile(file + ": cannot be read: " + e.getClass().getSimpleName());
            } catch (BadFile e) {
                throw new BadFile(file + ":" + e.getMessage());
            }
        }
        return new ContentLists(lists);
    }

    private static ContentList read(Path file, double score) throws IOException, BadFile {
        if (Files.size(file) > LONGEST) {
            throw new BadFile("1: longer than " + LONGEST + " bytes");
        }
        String name = String.valueOf(file.getFileName());
        String text = text(Files.readAllBytes(file));
        return isYaml(name) ? YamlList.parse(name, text, score) : PlainList.parse(name, text, score);
    }

    private static String text(byte[] bytes) throws BadFile {
        CharsetDecoder decoder = UTF_8.newDecoder();
        CharBuffer text = CharBuffer.allocate(bytes.length + 1);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CoderResult result = decoder.decode(in, text, true);
        if (result.isError()) {
            long line = 1
                    + new String(bytes, 0, in.position(), UTF_8)
                            .chars()
                            .filter(c -> c == '\n')
                            .count();
            throw new BadFile(line + ": not UTF-8");
        }
        String read = text.flip().toString();
        return read.startsWith(BYTE_ORDER_MARK) ? read.substring(1) : read;
    }

    /** How much there is to look for. */
    int size() {
        return lists.stream().mapToInt(ContentList::size).sum();
    }

    /** What is found in a mail: of each entry the first place. */
    Collection<Match> search(MimeView mail) throws InterruptedException {
        Searched searched = new Searched(mail);
        Map<Entry, Match> found = new LinkedHashMap<>();
        for (ContentList list : lists) {
            list.search(searched, match -> found.putIfAbsent(match.entry(), match));
        }
        return found.values();
    }
}
