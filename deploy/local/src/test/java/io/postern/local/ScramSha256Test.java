package io.postern.local;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.common.security.scram.internals.ScramFormatter;
import org.apache.kafka.common.security.scram.internals.ScramMechanism;
import org.junit.jupiter.api.Test;

class ScramSha256Test {

    /** The exchange of RFC 7677 section 3; the proof and the signature can only be checked with the right keys. */
    @Test
    void exchangeOfTheRfcIsVerified() throws GeneralSecurityException {
        String clientFirst = "n=user,r=rOprNGfwEbeRWgbNEkqO";
        String serverFirst = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
        String clientLast = "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
        byte[] exchange = String.join(",", clientFirst, serverFirst, clientLast).getBytes(US_ASCII);

        String[] hash = fields(ScramSha256.hash("pencil", base64("W22ZaJ0SNY7soEsUEjb6gQ=="), 4096));
        byte[] storedKey = base64(hash[2]);
        byte[] serverKey = base64(hash[3]);

        byte[] clientKey = base64("dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
        byte[] signature = hmac(storedKey, exchange);
        for (int at = 0; at < clientKey.length; at++) {
            clientKey[at] ^= signature[at];
        }
        assertThat(MessageDigest.getInstance("SHA-256").digest(clientKey)).isEqualTo(storedKey);
        assertThat(hmac(serverKey, exchange)).isEqualTo(base64("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="));
    }

    /** Kafka has a SCRAM of its own. */
    @Test
    void anotherImplementationComesToTheSameKeys() throws GeneralSecurityException {
        String[] hash = fields(ScramSha256.hash("a password"));
        ScramFormatter kafka = new ScramFormatter(ScramMechanism.SCRAM_SHA_256);
        byte[] salted = kafka.saltedPassword("a password", base64(hash[1]), Integer.parseInt(hash[0]));
        assertThat(base64(hash[2])).isEqualTo(kafka.storedKey(kafka.clientKey(salted)));
        assertThat(base64(hash[3])).isEqualTo(kafka.serverKey(salted));
    }

    @Test
    void everyHashHasASaltOfItsOwn() {
        String[] hash = fields(ScramSha256.hash("same"));
        assertThat(hash[0]).isEqualTo("15000");
        assertThat(base64(hash[1])).hasSize(16).isNotEqualTo(base64(fields(ScramSha256.hash("same"))[1]));
    }

    private static String[] fields(String hash) {
        assertThat(hash).startsWith("{SCRAM-SHA-256}");
        return hash.substring("{SCRAM-SHA-256}".length()).split(",", 4);
    }

    private static byte[] base64(String text) {
        return Base64.getDecoder().decode(text);
    }

    private static byte[] hmac(byte[] key, byte[] text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text);
    }
}
