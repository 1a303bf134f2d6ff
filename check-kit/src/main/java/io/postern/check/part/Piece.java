package io.postern.check.part;

import java.util.List;

/**
 * Something that was unpacked from a mail.
 *
 * @param bytes decoded
 * @param header the fields Content-Type and Content-Disposition of its part as they were sent, octets as Latin-1; folded as
 *     they were; empty if it is not known which header it belongs to
 */
public record Piece(Blob bytes, List<String> header) {

    public Piece {
        header = List.copyOf(header);
    }
}
