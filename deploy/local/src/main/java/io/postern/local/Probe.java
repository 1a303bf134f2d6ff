package io.postern.local;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** Asks a program whether it can do its job, in the words of its own protocol. */
final class Probe {

    private static final int TIMEOUT_MS = 1_000;
    private static final int POLL_MS = 20;

    private Probe() {}

    /** Quarkus: readiness is 200 at {@code /q/health/ready}. */
    static boolean quarkus(int port) {
        return http(port, "/q/health/ready");
    }

    /** HTTP: the path is answered 200. */
    static boolean http(int port, String path) {
        try {
            URI health = URI.create("http://127.0.0.1:" + port + path);
            HttpURLConnection connection = (HttpURLConnection) health.toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MS);
            connection.setReadTimeout(TIMEOUT_MS);
            try {
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return false;
        }
    }

    /** Kafka: an ApiVersions request is answered, with the correlation id that it had. */
    static boolean kafka(int port) {
        int correlation = 0x706f7374;
        ByteBuffer request = ByteBuffer.allocate(14)
                .putInt(10)
                .putShort((short) 18)
                .putShort((short) 0)
                .putInt(correlation)
                .putShort((short) -1);
        try (Socket socket = connect(port)) {
            socket.getOutputStream().write(request.array());
            DataInputStream answer = new DataInputStream(socket.getInputStream());
            return answer.readInt() > 0 && answer.readInt() == correlation;
        } catch (IOException e) {
            return false;
        }
    }

    /** clamd: PING is answered PONG. */
    static boolean clamd(int port) {
        try (Socket socket = connect(port)) {
            socket.getOutputStream().write("zPING\0".getBytes(US_ASCII));
            return new String(socket.getInputStream().readNBytes(4), US_ASCII).equals("PONG");
        } catch (IOException e) {
            return false;
        }
    }

    /** The same at a Unix socket, whose file may be left over from one that is gone. */
    static boolean clamd(Path path) {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            channel.write(ByteBuffer.wrap("zPING\0".getBytes(US_ASCII)));
            ByteBuffer answer = ByteBuffer.allocate(4);
            channel.configureBlocking(false);
            for (int i = 0; i < TIMEOUT_MS / POLL_MS && answer.hasRemaining(); i++) {
                if (channel.read(answer) < 0) {
                    break;
                }
                Thread.sleep(POLL_MS);
            }
            return new String(answer.array(), US_ASCII).equals("PONG");
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** PostgreSQL: a start-up packet is answered with a request for the password, not with an error. */
    static boolean postgres(int port, String user) {
        byte[] parameters = ("user\0" + user + "\0database\0" + user + "\0\0").getBytes(US_ASCII);
        ByteBuffer startup = ByteBuffer.allocate(8 + parameters.length)
                .putInt(8 + parameters.length)
                .putInt(3 << 16)
                .put(parameters);
        try (Socket socket = connect(port)) {
            socket.getOutputStream().write(startup.array());
            return socket.getInputStream().read() == 'R';
        } catch (IOException e) {
            return false;
        }
    }

    /** DNS: a question for the SOA of {@code localhost} gets an answer of its own id, if only that it is none of its names. */
    static boolean dns(int port) {
        short id = (short) 0x706f;
        byte[] name = "\11localhost\0".getBytes(US_ASCII);
        byte[] question = ByteBuffer.allocate(16 + name.length)
                .putShort(id)
                .putShort((short) 0)
                .putShort((short) 1)
                .position(12)
                .put(name)
                .putShort((short) 6)
                .putShort((short) 1)
                .array();
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.setSoTimeout(TIMEOUT_MS);
            socket.send(new DatagramPacket(question, question.length));
            ByteBuffer answer = ByteBuffer.allocate(512);
            socket.receive(new DatagramPacket(answer.array(), answer.capacity()));
            int code = answer.getShort(2) & 0xF;
            return answer.getShort(0) == id && answer.getShort(2) < 0 && (code == 0 || code == 5);
        } catch (IOException e) {
            return false;
        }
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MS);
            socket.setSoTimeout(TIMEOUT_MS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
