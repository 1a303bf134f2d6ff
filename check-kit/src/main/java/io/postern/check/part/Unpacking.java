package io.postern.check.part;

import java.io.IOException;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** One mail being unpacked: hands over every piece once, and keeps count of what the limits allow. */
final class Unpacking {

    /** Writes a decoded piece. */
    @FunctionalInterface
    interface Decoding {
        void to(OutputStream out) throws IOException;
    }

    private final PartLimits limits;
    private final int smallest;
    private final BooleanSupplier enough;
    private final Taker taker;
    private final Set<String> given = new HashSet<>();
    private int pieces;
    private long bytesLeft;
    private boolean cut;
    private boolean over;

    /**
     * @param smallest bytes of a piece that is worth to be handed over
     * @param enough whether to end it
     */
    Unpacking(PartLimits limits, int smallest, BooleanSupplier enough, Taker taker) {
        this.limits = limits;
        this.smallest = smallest;
        this.enough = enough;
        this.taker = taker;
        this.bytesLeft = limits.bytes();
    }

    PartLimits limits() {
        return limits;
    }

    /** Whether there is nothing more to do. */
    boolean over() {
        return over || enough.getAsBoolean();
    }

    /** Whether something was left out because of the limits. */
    boolean cut() {
        return cut;
    }

    /** Something is left out because of the limits. */
    void cutOff() {
        cut = true;
    }

    /**
     * Decodes a piece and hands it over, unless the same came before.
     *
     * @param header of its part, as in {@link Piece}
     */
    void piece(List<String> header, Decoding decoding) throws IOException, InterruptedException {
        if (over()) {
            return;
        }
        if (++pieces > limits.parts()) {
            cut = true;
            over = true;
            return;
        }
        try (Blob blob = new Blob()) {
            Bounded bounded = new Bounded(blob, bytesLeft);
            decoding.to(bounded);
            bytesLeft -= blob.size();
            cut |= bounded.cut();
            over |= bounded.cut();
            if (blob.size() >= smallest && given.add(blob.sha256())) {
                over |= !taker.take(new Piece(blob, header));
            }
        }
    }
}
