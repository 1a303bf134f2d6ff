package io.postern.greylist;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SenderKeyTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            user@client.example,                                      user@client.example
            User@Client.Example,                                      user@client.example
            user+tag@client.example,                                  user@client.example
            +tag@client.example,                                      +tag@client.example
            list-return-4711-alice=postern.test@lists.example,        list-return-#-alice=postern.test@lists.example
            bounce+4711.abc-alice=postern.test@lists.example,         bounce@lists.example
            prvs=0123abcdef=user@client.example,                      user@client.example
            prvs=user/0123abcdef@client.example,                      prvs=user/#@client.example
            prvs=user=0123abcdef@client.example,                      user@client.example
            SRS0=x1Yz=KL=origin.example=user@forward.example,         srs0=origin.example=user@forward.example
            srs0+x1yz=kl=origin.example=user@forward.example,         srs0=origin.example=user@forward.example
            SRS1=ab=first.example==x1=KL=origin.example=u@f.example,  srs1=first.example==origin.example=u@f.example
            0100018c5f3e1a2b-4d5e6f70-1a2b-000000@ses.example,        #@ses.example
            bounce-550e8400-e29b-41d4-a716-446655440000@m.example,    bounce-#@m.example
            return-x7k2-alice=postern.test@m.example,                 return-#-alice=postern.test@m.example
            msprvs1=19abcdefgh=user@client.example,                   user@client.example
            bounces-12345-67890@m.example,                            bounces-#@m.example
            john2@client.example,                                     john2@client.example
            web24@client.example,                                     web24@client.example
            facade@client.example,                                    facade@client.example
            m.x9kq2lw84bvz1@client.example,                           m.#@client.example
            user1977@client.example,                                  user1977@client.example
            christopher1@client.example,                              christopher1@client.example
            no-at-sign,                                               no-at-sign
            """)
    void whatDiffersFromMailToMailIsLeftOut(String sender, String key) {
        assertThat(SenderKey.of(sender)).isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            list-return-1-alice=postern.test@l.example,      list-return-2-alice=postern.test@l.example
            SRS0=aaaa=KL=origin.example=user@f.example,      SRS0=bbbb=KM=origin.example=user@f.example
            prvs=1111aaaaaa=user@client.example,             prvs=2222bbbbbb=user@client.example
            0100018c5f3e1a2b-4d5e6f70-1a2b-000000@ses.example, 0100018c5f3eaaaa-00000070-9f9f-000000@ses.example
            bounce-550e8400-e29b-41d4-a716-446655440000@m.example, bounce-6ba7b810-9dad-11d1-80b4-00c04fd430c8@m.example
            """)
    void twoMailsOfOneListAreOfOneSender(String first, String second) {
        assertThat(SenderKey.of(first)).isEqualTo(SenderKey.of(second));
    }

    @ParameterizedTest
    @CsvSource({"a@client.example, b@client.example", "a@one.example, a@other.example", "web1@c.example, web2@c.example"
    })
    void differentSendersStayDifferent(String first, String second) {
        assertThat(SenderKey.of(first)).isNotEqualTo(SenderKey.of(second));
    }

    @ParameterizedTest
    @CsvSource({"''"})
    void nullSenderStaysNull(String sender) {
        assertThat(SenderKey.of(sender)).isEmpty();
    }
}
