package io.postern.antispam.rule;

/** The Generic Test for Unsolicited Bulk Email, with which an operator sees that mail is checked. */
final class TestString {

    /** In pieces, so that no filter takes this program for spam. */
    private static final String GTUBE =
            "XJS*C4JDBQADN1.NSBN3*2IDNEN*" + "GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL" + "*C.34X";

    static final Rule RULE = Rule.when(
            "gtube",
            "the test string for spam filters",
            letter -> letter.subject().contains(GTUBE)
                    || letter.view().texts().stream()
                            .anyMatch(text -> text.text().contains(GTUBE)));

    private TestString() {}
}
