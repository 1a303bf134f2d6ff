package io.postern.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Speaks just enough SMTP for one client at a time. What it says is somebody else's to know. */
final class FakeIngress implements AutoCloseable {

    private final ServerSocket listener;
    private final SSLContext tls;
    private final UnaryOperator<String> replies;

    /**
     * @param replies to commands; to a mail, which begins with its header, too; and to {@code CONNECT address}, which is
     *     the banner
     */
    FakeIngress(int port, SSLContext tls, UnaryOperator<String> replies) throws IOException {
        this.listener = new ServerSocket(port, 10, InetAddress.getLoopbackAddress());
        this.tls = tls;
        this.replies = replies;
        Thread.ofVirtual().start(this::serve);
    }

    /** The server's half of TLS with this certificate. */
    static SSLContext tls(SelfMadeCertificate certificate) throws GeneralSecurityException, IOException {
        byte[] key = Base64.getMimeDecoder()
                .decode(Files.readString(certificate.key()).replaceAll("-----[A-Z ]+-----", ""));
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null);
        try (InputStream chain = Files.newInputStream(certificate.chain())) {
            keys.setKeyEntry(
                    "mail",
                    KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key)),
                    new char[0],
                    new Certificate[] {CertificateFactory.getInstance("X.509").generateCertificate(chain)});
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (Socket client = listener.accept()) {
                say(client, replies.apply("CONNECT " + client.getInetAddress().getHostAddress()));
                if (converse(client)) {
                    SSLSocket encrypted = (SSLSocket) tls.getSocketFactory().createSocket(client, null, true);
                    encrypted.setUseClientMode(false);
                    converse(encrypted);
                }
            } catch (IOException e) {
                // The client is gone, or the test is over.
            }
        }
    }

    /** @return whether TLS follows */
    private boolean converse(Socket client) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8));
        String line;
        while ((line = lines.readLine()) != null) {
            String reply = replies.apply(line);
            say(client, reply);
            if (line.equals("STARTTLS")) {
                return reply.startsWith("2");
            }
            if (reply.startsWith("354")) {
                say(client, replies.apply(mail(lines)));
            }
        }
        return false;
    }

    private static String mail(BufferedReader lines) throws IOException {
        StringBuilder mail = new StringBuilder();
        String line;
        while ((line = lines.readLine()) != null && !line.equals(".")) {
            mail.append(line).append('\n');
        }
        return mail.toString();
    }

    private static void say(Socket client, String reply) throws IOException {
        client.getOutputStream().write((reply + "\r\n").getBytes(UTF_8));
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
