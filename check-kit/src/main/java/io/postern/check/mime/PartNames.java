package io.postern.check.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.postern.check.mime.Parameters.Parameter;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a part may be called, as each way of writing a name is read by some program: in one piece or cut up, percent-encoded
 * with a character set (RFC 2231), in encoded words though they have no business within quotes (RFC 2047 section 5), or both;
 * in Content-Disposition or in Content-Type. Whoever tells only one of them may be told another than the one that counts.
 */
final class PartNames {

    private static final int MOST = 20;
    private static final int LONGEST = 1_000;

    /** Where quotes or comments are broken. */
    private static final Pattern ANYWHERE =
            Pattern.compile("\\b(?:file)?name\\s*=\\s*\"?([^\";\\r\\n]{1,1000})", Pattern.CASE_INSENSITIVE);

    private static final Pattern SECTION = Pattern.compile("(filename|name)\\*(\\d{1,3})?(\\*)?");

    private final Set<String> names = new LinkedHashSet<>();

    private PartNames() {}

    /**
     * All names, each once, that of the standards first.
     *
     * @param fields Content-Disposition and Content-Type as they were sent, with their names, octets as Latin-1
     */
    static List<String> of(List<String> fields) {
        PartNames read = new PartNames();
        fields.stream().filter(PartNames::isDisposition).forEach(read::read);
        fields.stream().filter(field -> !isDisposition(field)).forEach(read::read);
        return List.copyOf(read.names);
    }

    private static boolean isDisposition(String field) {
        return field.toLowerCase(Locale.ROOT).startsWith("content-disposition");
    }

    /** Whether names of one part end differently, and so would be opened by different programs. */
    static boolean differ(List<String> names) {
        return names.stream().map(PartNames::extension).distinct().count() > 1;
    }

    /** Behind the last dot, in lower case, as far as Windows looks at it; empty if there is none. */
    private static String extension(String name) {
        String seen = name.replaceAll("[. ]+$", "").toLowerCase(Locale.ROOT);
        return seen.substring(seen.lastIndexOf('.') + 1);
    }

    private void read(String field) {
        String unfolded = field.substring(field.indexOf(':') + 1).replaceAll("\\r?\\n", "");
        List<Parameter> parameters = Parameters.of(unfolded);
        sections(parameters);
        for (Parameter parameter : parameters) {
            if (parameter.name().equals("filename") || parameter.name().equals("name")) {
                plain(parameter.value());
                plain(parameter.literal());
            }
        }
        Matcher anywhere = ANYWHERE.matcher(unfolded);
        while (anywhere.find()) {
            plain(anywhere.group(1));
        }
    }

    private void plain(String value) {
        String text = CharsetGuess.guess(value.getBytes(ISO_8859_1));
        add(EncodedWords.decode(text));
    }

    /** What RFC 2231 cuts up and encodes: of each base name the sections by number; a lone one has none. */
    private void sections(List<Parameter> parameters) {
        TreeMap<String, TreeMap<Integer, Parameter>> byBase = new TreeMap<>();
        for (Parameter parameter : parameters) {
            Matcher section = SECTION.matcher(parameter.name());
            if (section.matches()) {
                int number = section.group(2) == null ? -1 : Integer.parseInt(section.group(2));
                TreeMap<Integer, Parameter> ofBase = byBase.computeIfAbsent(section.group(1), base -> new TreeMap<>());
                Parameter other = ofBase.putIfAbsent(number, parameter);
                if (other != null && number < 0) {
                    extended(List.of(parameter));
                }
            }
        }
        for (TreeMap<Integer, Parameter> ofBase : byBase.values()) {
            Parameter whole = ofBase.remove(-1);
            if (whole != null) {
                extended(List.of(whole));
            }
            if (!ofBase.isEmpty()) {
                extended(List.copyOf(ofBase.values()));
            }
        }
    }

    private void extended(List<Parameter> sections) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String charset = null;
        for (int i = 0; i < sections.size(); i++) {
            Parameter section = sections.get(i);
            String value = section.value();
            if (!section.name().endsWith("*")) {
                bytes.writeBytes(value.getBytes(ISO_8859_1));
                continue;
            }
            String[] parts = i == 0 ? value.split("'", 3) : new String[] {value};
            if (parts.length == 3) {
                charset = parts[0];
            }
            percentDecode(parts[parts.length == 3 ? 2 : 0], bytes);
        }
        String name = CharsetGuess.decode(bytes.toByteArray(), blankAsNull(charset));
        add(name);
        add(EncodedWords.decode(name));
    }

    private static @Nullable String blankAsNull(@Nullable String charset) {
        return charset == null || charset.isBlank() ? null : charset;
    }

    private static void percentDecode(String value, ByteArrayOutputStream bytes) {
        for (int i = 0; i < value.length(); i++) {
            int octet = value.charAt(i) == '%' ? EncodedWords.octet(value, i + 1) : -1;
            bytes.write(octet < 0 ? value.charAt(i) : octet);
            i += octet < 0 ? 0 : 2;
        }
    }

    /** A NUL ends a name for some programs, and is nothing to others. */
    private void add(String name) {
        int nul = name.indexOf('\0');
        if (nul > 0) {
            add(name.substring(0, nul));
        }
        String shown = name.replaceAll("\\p{Cntrl}", "").strip();
        if (!shown.isEmpty() && names.size() < MOST) {
            names.add(shown.length() > LONGEST ? shown.substring(shown.length() - LONGEST) : shown);
        }
    }
}
