package io.postern.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** Makes mails of one size, each different: a server may recognise one that it has seen. Safe for many threads. */
final class Mails {

    /** Room for the header. */
    static final int SMALLEST = 512;

    private static final int LINE = 76;
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz     ";

    private final int size;
    private final String sender;
    private final String run = Long.toHexString(System.nanoTime());
    private final AtomicLong next = new AtomicLong();

    /** @param size bytes of a mail, {@link #SMALLEST} at least */
    Mails(int size, String sender) {
        this.size = size;
        this.sender = sender;
    }

    /** The bytes of a mail with CRLF line ends; no line begins with a dot. */
    byte[] next(String recipient) {
        long number = next.incrementAndGet();
        StringBuilder mail = new StringBuilder(size)
                .append("From: <" + sender + ">\r\n")
                .append("To: <" + recipient + ">\r\n")
                .append("Subject: load " + run + " " + number + "\r\n")
                .append("Message-ID: <" + run + "." + number + "@bench.example>\r\n")
                .append("Date: Thu, 01 Jan 2026 12:00:00 +0000\r\n")
                .append("\r\n");
        Random random = new Random(number);
        while (mail.length() < size) {
            line(mail, random, Math.min(LINE, size - mail.length() - 2));
        }
        return mail.toString().getBytes(US_ASCII);
    }

    private static void line(StringBuilder mail, Random random, int length) {
        for (int i = 0; i < length; i++) {
            mail.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        mail.append("\r\n");
    }
}
