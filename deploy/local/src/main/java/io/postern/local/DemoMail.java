package io.postern.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.UUID;

/**
 * A mail of the demo.
 *
 * @param token in it and in no other, so that it can be found again
 * @param text lines that end in CRLF
 */
record DemoMail(String token, String text) {

    static DemoMail plain(String from, String text) {
        return from(from, """
            Content-Type: text/plain; charset=utf-8

            %s
            """.formatted(text));
    }

    static DemoMail withAttachment(String from) {
        return attached(from, "attached.txt", base64("what was attached\n".repeat(20)));
    }

    /** By its name; there is nothing in it that a machine could run. */
    static DemoMail withProgram(String from) {
        return attached(from, "holiday.scr", base64("a picture of the holiday"));
    }

    /** The EICAR test string as an attachment; encoded here too, so that no scanner takes this file for what it is not. */
    static DemoMail withTestVirus(String from) {
        return attached(from, "eicar.txt", """
            WDVPIVAlQEFQWzRcUFpYNTQoUF4pN0NDKTd9JEVJQ0FSLVNUQU5EQVJELUFOVElWSVJVUy1URVNU
            LUZJTEUhJEgrSCo=""");
    }

    private static DemoMail attached(String from, String name, String base64) {
        return from(from, """
            Content-Type: multipart/mixed; boundary="frontier"

            --frontier
            Content-Type: text/plain; charset=utf-8

            Please look at the attachment.
            --frontier
            Content-Type: application/octet-stream
            Content-Transfer-Encoding: base64
            Content-Disposition: attachment; filename="%s"

            %s
            --frontier--
            """.formatted(name, base64));
    }

    private static String base64(String text) {
        return Base64.getMimeEncoder().encodeToString(text.getBytes(UTF_8));
    }

    /** As people write to people. */
    static DemoMail note(String from, String to) {
        return of("""
            From: Carol Client <%s>
            To: Alice <%s>
            Subject: Minutes of Tuesday
            """.formatted(from, to), """
            Content-Type: text/plain; charset=utf-8

            Hello Alice,

            the minutes are in the folder now, with the changes that Bob asked for. Could you look over the second page
            before Thursday? The plan of the new shelves is at http://www.client.example/shelves/ if you want to see it.

            Carol
            """);
    }

    /** As swindlers do, in their own words, with a link that a list has (dns/uribl.test.zone). */
    static DemoMail bait(String from) {
        return of("""
            From: "MRS. GRACE ADA" <%s>
            To: undisclosed-recipients:;
            Reply-To: barrister.office20481@gmail.example
            Subject: URGENT: YOUR COMPENSATION FUND IS READY!!!
            X-Priority: 1
            """.formatted(from), """
            Content-Type: text/plain; charset=utf-8

            Dear Friend,

            Compliments of the season! I am Mrs. Grace Ada, the widow of the late Robert Ada, who died in a plane crash. My
            late husband deposited the sum of US$7,500,000.00 (Seven Million Five Hundred Thousand United States Dollars)
            with a security company, and I am terminally ill with cancer. As a God fearing person I have decided to donate
            this fund to you for charity work. You will receive 40% as your percentage, 100% RISK FREE!!!

            Kindly reply urgently with your full name, your address, your phone number and your occupation, or claim your
            fund at http://www.listed.example/claim today. Please keep this strictly confidential and contact my barrister.
            God bless you. I am waiting to hear from you as soon as possible!

            Yours sincerely,
            MRS. GRACE ADA
            """);
    }

    private static DemoMail from(String from, String content) {
        return of("""
            From: Demo <%s>
            To: demo recipient:;
            Subject: Postern demo
            """.formatted(from), content);
    }

    private static DemoMail of(String people, String content) {
        String token = UUID.randomUUID().toString();
        String headers = people
                + """
            Date: %s
            Message-ID: <%s@client.example>
            MIME-Version: 1.0
            """.formatted(DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)), token);
        return new DemoMail(token, crlf(headers + content));
    }

    private static String crlf(String text) {
        return text.replace("\r\n", "\n").replace("\n", "\r\n");
    }
}
