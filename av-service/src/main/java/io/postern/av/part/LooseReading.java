package io.postern.av.part;

import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Pattern;

/**
 * The pieces of a mail by how its lines look, whatever boundaries and encodings it declares: a header may begin behind any
 * line with two hyphens in front; what follows a header is decoded in every way that it looks fit for.
 *
 * <p>Most tricks that hide a part are about declarations: boundaries given twice, in comments, escaped, cut up by RFC 2231;
 * encodings that are unknown, folded away or not there at all. A reading that does not ask for them is not deceived by them.
 */
final class LooseReading {

    private static final Pattern FIELD = Pattern.compile("[!-9;-~]{1,76}[ \\t]*:.*", Pattern.DOTALL);
    private static final Pattern PART_FIELD =
            Pattern.compile("content-(type|transfer-encoding|disposition)[ \\t]*:.*", Pattern.CASE_INSENSITIVE);

    private final Unpacking unpacking;
    private Declared declared = new Declared();
    private boolean inHeader = true;
    private long bodyStart;
    /** Where the line before the last one with hyphens ends, if that was the last one; -1 if not. */
    private long hyphens = -1;
    /** Where the last line ends. The line break in front of a boundary belongs to it (RFC 2046 section 5.1.1). */
    private long lastEnd;

    LooseReading(Unpacking unpacking) {
        this.unpacking = unpacking;
    }

    void read(Blob mail) throws IOException, InterruptedException {
        try (InputStream content = mail.open()) {
            Lines lines = new Lines(content);
            while (!unpacking.over() && lines.next()) {
                line(mail, lines);
            }
            body(mail, hyphens < 0 ? mail.size() : hyphens);
        }
    }

    private void line(Blob mail, Lines line) throws IOException, InterruptedException {
        if (hyphens >= 0 && (line.empty() || FIELD.matcher(line.text()).matches())) {
            body(mail, hyphens);
            header(line.start());
        }
        hyphens = -1;
        if (line.startsWith("--")) {
            if (line.length() > 4 && line.text().endsWith("--")) {
                body(mail, lastEnd);
                header(line.after());
            } else {
                hyphens = lastEnd;
            }
        } else if (inHeader) {
            headerLine(line);
        } else if (startsPart(line)) {
            body(mail, line.start());
            header(line.start());
            headerLine(line);
        }
        lastEnd = line.end();
    }

    private void header(long start) {
        declared = new Declared();
        inHeader = true;
        bodyStart = start;
    }

    private void headerLine(Lines line) {
        String text = line.text();
        if (line.empty()) {
            inHeader = false;
            bodyStart = line.after();
        } else if (FIELD.matcher(text).matches() || text.startsWith(" ") || text.startsWith("\t")) {
            declared.note(text);
            bodyStart = line.after();
        } else {
            inHeader = false;
            bodyStart = line.start();
        }
    }

    /** A message within the message, or a header behind an empty line. */
    private static boolean startsPart(Lines line) {
        return line.length() > 0
                && (line.at(0) == 'c' || line.at(0) == 'C')
                && PART_FIELD.matcher(line.text()).matches();
    }

    private void body(Blob mail, long end) throws IOException, InterruptedException {
        if (end > bodyStart) {
            new LooseBody(mail, bodyStart, end, declared).decode(unpacking);
        }
        bodyStart = end;
    }
}
