package io.postern.ingress.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All hashes but those of RFC 7677 are of "correct horse", made by doveadm, htpasswd and libxcrypt. */
class StoredPasswordTest {

    private static final String BCRYPT = "$2y$05$s5lWafeQ3dSjI8GK4w8Ok.uJ4semBzAUo3OntL1GysMk2u0Dgk9W2";
    private static final String SHA512 =
            "$6$FCJ2mW9YPNPfMvZ6$g1zIn.mKhWjsOkEWZW5mrFW.uT.H.zLy90pD2.gZL7eXZUPVR4LJpzGlUFG.euiPNI2Fh7WLzSD/YLSMTtsOP.";
    private static final String SHA256 = "$5$rounds=1000$m52pFT8ixtCm.axG$DkjNMUHH/IrH6Wmr8ucQmUWhhd2zKAO2LQYI8w.aTtB";
    private static final String SCRAM =
            "{SCRAM-SHA-256}4096,oP9J3VKK7vckRfNgDu3YvQ==,hLcQJSsD8VbQ9V/WaGgGhCV5Nn+Lk2t8pNEV/BIxObw=,"
                    + "UigydUh9uPO/zXHPD+RwxNwJNpOwx9jC+k6I+KzhfZk=";

    @ParameterizedTest
    @ValueSource(
            strings = {
                SCRAM,
                "{BLF-CRYPT}" + BCRYPT,
                "{blf-crypt}" + BCRYPT,
                BCRYPT,
                "$2y$04$aDuvyuTJ52dRDammiPgkQOiLXlvTzmgQciRGl7FSo2Ra9MEwzUDLm",
                "$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e",
                "{SHA512-CRYPT}" + SHA512,
                "{CRYPT}" + SHA512,
                SHA512,
                "{SHA256-CRYPT}" + SHA256,
                SHA256,
            })
    void takesTheRightPasswordAndNoOther(String text) {
        StoredPassword password = StoredPassword.parse(text);
        assertThat(password.matches("correct horse".toCharArray())).isTrue();
        assertThat(password.matches("correct Horse".toCharArray())).isFalse();
        assertThat(password.matches("correct hors".toCharArray())).isFalse();
        assertThat(password.matches("\u00ad".toCharArray())).isFalse();
        assertThat(password.matches(new char[0])).isFalse();
    }

    @Test
    void passwordIsInUtf8() {
        StoredPassword password = StoredPassword.parse(
                "$6$rounds=1000$abcdefgh$0OQ58y54W1jJvjpaq3bUaBizpncCnPJGmIAkDmaf7jueJt.kZbK.mfJv1l4BlK26J9mmNQCgnXR5trYChFrNa/");
        assertThat(password.matches("gr\u00fcn".toCharArray())).isTrue();
        assertThat(password.matches("gr?n".toCharArray())).isFalse();
    }

    /** RFC 4013: a client may send the umlaut in one character or in two. */
    @Test
    void scramPreparesThePassword() {
        ScramKeys keys = ScramKeys.of("gr\u00fcn IX".toCharArray(), 4096, new byte[16]);
        assertThat(keys.matches("gru\u0308n\u00a0\u2168".toCharArray())).isTrue();
        assertThat(keys.matches("grun IX".toCharArray())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3cret",
                "{PLAIN}s3cret",
                "{MD5-CRYPT}$1$s3cret",
                "$1$s3cret$abcdefghijklmnopqrstuv",
                "{s3cret",
                "{SHA512-CRYPT}" + BCRYPT,
                "{BLF-CRYPT}" + SHA512,
                "$2x$05$s5lWafeQ3dSjI8GK4w8Ok.uJ4semBzAUo3OntL1GysMk2u0Dgk9W2",
                "$2y$31$s5lWafeQ3dSjI8GK4w8Ok.uJ4semBzAUo3OntL1GysMk2u0Dgk9W2",
                "$2y$05$s5lWafeQ3dSjI8GK4w8Ok.uJ4semBzAUo3OntL1GysMk2u0Dgk9W",
                "$5$rounds=99999999$m52pFT8ixtCm.axG$DkjNMUHH/IrH6Wmr8ucQmUWhhd2zKAO2LQYI8w.aTtB",
                "$5$rounds=999$m52pFT8ixtCm.axG$DkjNMUHH/IrH6Wmr8ucQmUWhhd2zKAO2LQYI8w.aTtB",
                "$y$j9T$abcdefgh$s3cret",
                "{SCRAM-SHA-256}4095,oP9J3VKK7vckRfNgDu3YvQ==,hLcQJSsD8VbQ9V/WaGgGhCV5Nn+Lk2t8pNEV/BIxObw=,UigydUh9uPO/zXHPD+RwxNwJNpOwx9jC+k6I+KzhfZk=",
                "{SCRAM-SHA-256}4096,s3cret!,hLcQJSsD8VbQ9V/WaGgGhCV5Nn+Lk2t8pNEV/BIxObw=,UigydUh9uPO/zXHPD+RwxNwJNpOwx9jC+k6I+KzhfZk=",
                "{SCRAM-SHA-256}4096,oP9J3VKK7vckRfNgDu3YvQ==,hLcQ,UigydUh9uPO/zXHPD+RwxNwJNpOwx9jC+k6I+KzhfZk=",
                "{SCRAM-SHA-256}s3cret",
                "{SCRAM-SHA-1}4096,oP9J3VKK7vckRfNgDu3YvQ==,s3cret,s3cret",
            })
    void refusesWhatItCannotCheckAndDoesNotShowIt(String text) {
        assertThatThrownBy(() -> StoredPassword.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .message()
                .doesNotContain("s3cret", "s5lWafe", "m52pFT8", "oP9J3VKK", "hLcQ", "FCJ2mW9");
    }
}
