package io.postern.check.part;

import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Pattern;

/**
 * The pieces of a mail by how its lines look, whatever boundaries and encodings it declares: a header may begin behind any
 * line with two hyphens in front, and what follows a header is a body.
 *
 * <p>Most tricks that hide a part are about declarations: boundaries given twice, in comments, escaped, cut up by RFC 2231;
 * encodings that are unknown, folded away or not there at all. A reading that does not ask for them is not deceived by them.
 */
final class LooseReading {

    /** Is told what is seen. */
    interface Reader {

        /** A header has ended. */
        void header(Declared header);

        /** What follows a header. */
        void body(LooseBody body) throws IOException, InterruptedException;

        /**
         * A line with two hyphens in front.
         *
         * @param separates whether it looks as if parts began or ended there
         */
        void hyphens(String line, boolean separates);

        /** Whether there is any use in going on. */
        boolean hasEnough();
    }

    private static final Pattern FIELD = Pattern.compile("[!-9;-~]{1,76}[ \\t]*:");
    private static final Pattern PART_FIELD =
            Pattern.compile("content-(type|transfer-encoding|disposition)[ \\t]*:", Pattern.CASE_INSENSITIVE);

    private final Blob mail;
    private final Reader reader;
    private Declared declared = new Declared();
    private boolean inHeader = true;
    private long bodyStart;
    /** Where the last line ends. The line break in front of a boundary belongs to it (RFC 2046 section 5.1.1). */
    private long lastEnd;
    /** The last line, if it has hyphens in front and may separate parts. */
    private String hyphens = "";

    private long beforeHyphens;

    LooseReading(Blob mail, Reader reader) {
        this.mail = mail;
        this.reader = reader;
    }

    void read() throws IOException, InterruptedException {
        try (InputStream content = mail.open()) {
            Lines lines = new Lines(content);
            while (!reader.hasEnough() && lines.next()) {
                line(lines);
                lastEnd = lines.end();
            }
            body(hyphens.isEmpty() ? mail.size() : beforeHyphens);
        }
    }

    private void line(Lines line) throws IOException, InterruptedException {
        if (!hyphens.isEmpty()) {
            boolean separates = line.empty() || FIELD.matcher(line.text()).lookingAt();
            if (separates) {
                body(beforeHyphens);
                header(line.start());
            }
            reader.hyphens(hyphens, separates);
            hyphens = "";
        }
        if (line.startsWith("--")) {
            hyphens(line);
        } else if (inHeader) {
            headerLine(line);
        } else if (startsPart(line)) {
            body(line.start());
            header(line.start());
            declared.wonder();
            headerLine(line);
        }
    }

    private void hyphens(Lines line) throws IOException, InterruptedException {
        String text = line.text();
        if (text.length() > 4 && text.endsWith("--")) {
            body(lastEnd);
            header(line.after());
            endOfHeader();
            reader.hyphens(text, true);
        } else {
            hyphens = text;
            beforeHyphens = lastEnd;
        }
    }

    private void header(long start) {
        declared = new Declared();
        inHeader = true;
        bodyStart = start;
    }

    private void headerLine(Lines line) {
        String text = line.text();
        if (line.empty()) {
            boolean another = declared.message();
            endOfHeader();
            bodyStart = line.after();
            if (another) {
                header(line.after());
            }
        } else if (FIELD.matcher(text).lookingAt() || text.startsWith(" ") || text.startsWith("\t")) {
            declared.note(line);
            bodyStart = line.after();
        } else {
            declared.wonder();
            endOfHeader();
            bodyStart = line.start();
        }
    }

    private void endOfHeader() {
        inHeader = false;
        reader.header(declared);
    }

    /** A message within the message, or a header behind an empty line. */
    private static boolean startsPart(Lines line) {
        return line.length() > 0
                && (line.at(0) == 'c' || line.at(0) == 'C')
                && PART_FIELD.matcher(line.text()).lookingAt();
    }

    private void body(long end) throws IOException, InterruptedException {
        if (inHeader) {
            endOfHeader();
        }
        reader.body(new LooseBody(mail, bodyStart, Math.max(end, bodyStart), declared));
        bodyStart = end;
    }
}
