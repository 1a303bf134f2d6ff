package io.postern.av.clamd;

/**
 * What clamd says of a stream.
 *
 * @param kind what it comes to
 * @param about of {@link Kind#FOUND} the name, of {@link Kind#ERROR} the complaint; printable ASCII of bounded length
 */
public record ClamdAnswer(Kind kind, String about) {

    /** What an answer comes to. */
    public enum Kind {
        /** Nothing found. */
        OK,
        FOUND,
        /** The stream is longer than StreamMaxLength. */
        TOO_LARGE,
        /** clamd could not do it, and says so. */
        ERROR
    }

    private static final String STREAM = "stream: ";
    private static final String FOUND = " FOUND";
    private static final String ERROR = " ERROR";
    private static final String TOO_LARGE = "INSTREAM size limit exceeded. ERROR";
    private static final String UNKNOWN_COMMAND = "UNKNOWN COMMAND";
    private static final int LONGEST = 100;

    /** @throws Gibberish if it is none of the answers that clamd(8) has */
    static ClamdAnswer of(String answer) throws Gibberish {
        if (answer.equals("stream: OK")) {
            return new ClamdAnswer(Kind.OK, "");
        }
        if (answer.equals(TOO_LARGE)) {
            return new ClamdAnswer(Kind.TOO_LARGE, "");
        }
        int name = answer.length() - STREAM.length() - FOUND.length();
        if (answer.startsWith(STREAM) && answer.endsWith(FOUND) && name > 0) {
            return new ClamdAnswer(Kind.FOUND, printable(answer.substring(STREAM.length(), STREAM.length() + name)));
        }
        if (answer.equals(UNKNOWN_COMMAND)) {
            return new ClamdAnswer(Kind.ERROR, answer);
        }
        if (answer.length() > ERROR.length() && answer.endsWith(ERROR)) {
            return new ClamdAnswer(Kind.ERROR, printable(answer.substring(0, answer.length() - ERROR.length())));
        }
        throw new Gibberish("not an answer to INSTREAM");
    }

    private static String printable(String text) {
        String ascii = text.replaceAll("[^\\x20-\\x7e]", "_");
        return ascii.length() > LONGEST ? ascii.substring(0, LONGEST) : ascii;
    }
}
