package io.postern.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DemoTest {

    @Test
    void largestMailIsReadFromTheReplyToEhlo() {
        assertThat(DemoCase.largest(new SmtpClient.Reply("250-mx.postern.test\n250-SIZE 26214400\n250 8BITMIME")))
                .isEqualTo(26_214_400);
    }

    @Test
    void mailOfEveryRunIsAnotherOne() {
        assertThat(DemoCase.all("a", 1).getFirst().message())
                .isNotEqualTo(DemoCase.all("b", 1).getFirst().message());
    }

    @Test
    void everyLineOfAMailEndsInCrLf() {
        assertThat(DemoCase.all("a", 1))
                .allSatisfy(demo -> assertThat(demo.message().replace("\r\n", ""))
                        .doesNotContain("\r")
                        .doesNotContain("\n"));
    }

    @Test
    void rightReplyAtTheWrongCommandIsNotAsExpected() {
        DemoCase unknown = DemoCase.all("a", 1).get(2);
        assertThat(unknown.asExpected(new DemoCase.Outcome("RCPT", "550 5.1.1 <x>: User unknown")))
                .isTrue();
        assertThat(unknown.asExpected(new DemoCase.Outcome("end of data", "550 5.1.1 <x>: User unknown")))
                .isFalse();
    }
}
