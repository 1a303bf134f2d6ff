package io.postern.local.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketAddress;
import java.util.Arrays;
import org.xbill.DNS.Message;

/** The questions that come over UDP (RFC 1035 section 4.2.1): each is answered before the next is read. */
final class Datagrams implements Runnable {

    private final DatagramSocket socket;
    private final Responder responder;

    Datagrams(DatagramSocket socket, Responder responder) {
        this.socket = socket;
        this.responder = responder;
    }

    /** Until the socket is closed. */
    @Override
    public void run() {
        byte[] buffer = new byte[Message.MAXLENGTH];
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                byte[] query = Arrays.copyOf(buffer, packet.getLength());
                responder.toDatagram(query).ifPresent(answer -> send(answer, packet.getSocketAddress()));
            }
        } catch (IOException e) {
            if (!socket.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void send(byte[] answer, SocketAddress client) {
        try {
            socket.send(new DatagramPacket(answer, answer.length, client));
        } catch (IOException | IllegalArgumentException e) {
            // To nobody, or at port 0: as if it were lost on the way. Who wants to know asks again.
        }
    }
}
