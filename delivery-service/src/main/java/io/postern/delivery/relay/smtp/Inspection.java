package io.postern.delivery.relay.smtp;

import io.postern.delivery.mailbox.MailFile.Content;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * What a content needs of those who carry it. It is read for that, once, and only if somebody wants to know.
 */
public final class Inspection {

    private record Found(boolean eightBitHeader, boolean eightBit) {}

    private final Content content;
    private @Nullable Found found;

    public Inspection(Message message) {
        this.content = message.content();
    }

    /** Whether there is anything but ASCII in it. */
    boolean eightBit() throws IOException {
        return found().eightBit;
    }

    /** Whether there is anything but ASCII in its header. */
    boolean eightBitHeader() throws IOException {
        return found().eightBitHeader;
    }

    private Found found() throws IOException {
        if (found == null) {
            Look look = new Look();
            content.writeTo(look);
            found = new Found(look.eightBitHeader, look.eightBit);
        }
        return found;
    }

    private static final class Look extends OutputStream {

        private boolean body;
        private boolean eightBitHeader;
        private boolean eightBit;
        private int lineLength;

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            for (int i = from; i < from + length && !(body && eightBit); i++) {
                look(bytes[i]);
            }
        }

        private void look(byte b) {
            if (b < 0) {
                eightBit = true;
                eightBitHeader |= !body;
            }
            if (b == '\n') {
                body |= lineLength == 0;
                lineLength = 0;
            } else if (b != '\r') {
                lineLength++;
            }
        }
    }
}
