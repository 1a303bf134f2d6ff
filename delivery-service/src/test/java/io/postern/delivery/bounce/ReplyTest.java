package io.postern.delivery.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReplyTest {

    @Test
    void codesAndTextArePartedAndPutTogetherAgain() {
        Reply reply = Reply.parse("552 5.2.2 Mailbox full");
        assertThat(reply).isEqualTo(new Reply(552, "5.2.2", "Mailbox full"));
        assertThat(reply).hasToString("552 5.2.2 Mailbox full");
    }

    @Test
    void codesAreNotRepeatedWithEveryLine() {
        assertThat(Reply.parse("550-5.1.1 The account\r\n550-5.1.1 does not exist.\r\n550 5.1.1 Sorry"))
                .isEqualTo(new Reply(550, "5.1.1", "The account does not exist. Sorry"));
    }

    @Test
    void statusIsFoundWhereQmailPutsIt() {
        Reply reply = Reply.parse("553 sorry, not here (#5.7.1)");
        assertThat(reply.status()).isEqualTo("5.7.1");
        assertThat(reply).hasToString("553 sorry, not here (#5.7.1)");
    }

    @Test
    void wordsOfOurOwnHaveNoCode() {
        assertThat(Reply.parse("no such mailbox")).isEqualTo(new Reply(0, null, "no such mailbox"));
        assertThat(Reply.parse("5501 reasons")).isEqualTo(new Reply(0, null, "5501 reasons"));
        assertThat(Reply.parse("")).isEqualTo(new Reply(0, null, ""));
    }

    @Test
    void bareCodeIsAReply() {
        assertThat(Reply.parse("421")).isEqualTo(new Reply(421, null, ""));
    }

    @Test
    void numberThatIsNoStatusStaysInTheText() {
        assertThat(Reply.parse("550 5.1 reasons")).isEqualTo(new Reply(550, null, "5.1 reasons"));
    }

    @Test
    void controlsBecomeSpaceAndLengthIsBounded() {
        assertThat(Reply.parse("550 a\u0000b\tc").text()).isEqualTo("a b c");
        assertThat(Reply.parse("550 " + "x".repeat(100_000)).text()).hasSizeLessThan(2000);
    }
}
