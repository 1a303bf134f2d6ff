package io.postern.local;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.SYNC;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The certificate that a stack makes for itself, so that TLS works from the first start on. Nobody vouches for it: a
 * client has to be told to trust this one, by its {@link #chain()}.
 *
 * @param folder of {@code chain.pem} and {@code key.pem}
 */
record SelfMadeCertificate(Path folder) {

    private static final String NAME = "mail.postern.test";
    private static final int DAYS = 3_650;
    private static final String ALIAS = "mail";

    /** What every client takes for the name of a machine; a number in the end would be an address. */
    private static final String HOST_NAME =
            "(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)*[a-z]([a-z0-9-]{0,61}[a-z0-9])?";

    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    Path chain() {
        return folder.resolve("chain.pem");
    }

    Path key() {
        return folder.resolve("key.pem");
    }

    /**
     * Makes it if the folder does not exist; it appears whole or not at all.
     *
     * @param workshop a folder that only the owner may look into
     * @param log for what keytool prints
     */
    void makeOnce(Path workshop, LogFile log) {
        if (Files.exists(folder)) {
            return;
        }
        Path work = workshop.resolve("certificate");
        SelfMadeCertificate fresh = new SelfMadeCertificate(folder.resolveSibling(folder.getFileName() + ".new"));
        try {
            Folders.delete(fresh.folder);
            Files.createDirectories(fresh.folder);
            fresh.write(make(work, log));
            Files.move(fresh.folder, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | GeneralSecurityException e) {
            throw new StackFailed("no certificate could be made in " + folder + ": " + e.getMessage(), e);
        }
    }

    /** Java can read a certificate and write its key, but only its keytool can make one. */
    private static KeyStore.PrivateKeyEntry make(Path work, LogFile log) throws IOException, GeneralSecurityException {
        Folders.delete(work);
        Files.createDirectories(work);
        try {
            return keyAndCertificate(work, log);
        } finally {
            Folders.delete(work);
        }
    }

    private static KeyStore.PrivateKeyEntry keyAndCertificate(Path work, LogFile log)
            throws IOException, GeneralSecurityException {
        String password = Passwords.random();
        Path passwordFile = work.resolve("password"); // a command can be read by everybody
        OwnerOnly.write(passwordFile, password);
        Path store = work.resolve("certificate.p12");
        if (Tool.run(keytool(store, passwordFile), "", log) != 0) {
            throw StackFailed.of("keytool", "could not make a certificate", log);
        }
        KeyStore made = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            made.load(in, password.toCharArray());
        }
        return (KeyStore.PrivateKeyEntry)
                Objects.requireNonNull(made.getEntry(ALIAS, new KeyStore.PasswordProtection(password.toCharArray())));
    }

    private static List<String> keytool(Path store, Path passwordFile) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-dname",
                "CN=" + NAME,
                "-ext",
                "san=" + names(),
                "-ext",
                "ku:critical=digitalSignature",
                "-ext",
                "eku=serverAuth",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-sigalg",
                "SHA256withECDSA",
                "-validity",
                Integer.toString(DAYS),
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass:file",
                passwordFile.toString());
    }

    /** By what a client on this machine, or one in the same network, calls the server. */
    private static String names() {
        Stream<String> hosts =
                Stream.concat(Stream.of(NAME, "localhost"), machine().filter(SelfMadeCertificate::sane));
        return Stream.concat(hosts.distinct().map(host -> "dns:" + host), Stream.of("ip:127.0.0.1", "ip:::1"))
                .collect(Collectors.joining(","));
    }

    private static Stream<String> machine() {
        try {
            return Stream.of(InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT));
        } catch (UnknownHostException e) {
            return Stream.empty();
        }
    }

    static boolean sane(String host) {
        return host.matches(HOST_NAME);
    }

    private void write(KeyStore.PrivateKeyEntry made) throws IOException, GeneralSecurityException {
        OwnerOnly.write(key(), pem("PRIVATE KEY", made.getPrivateKey().getEncoded()));
        Files.writeString(chain(), pem("CERTIFICATE", made.getCertificate().getEncoded()), CREATE_NEW, WRITE, SYNC);
    }

    /** RFC 7468; a private key as PKCS #8, as Java has it. */
    private static String pem(String label, byte[] der) {
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(label, LINES.encodeToString(der));
    }
}
