package io.postern.bench;

import java.time.Duration;
import java.util.Arrays;

/**
 * What a measurement found.
 *
 * @param accepted mails answered 250
 * @param refused mails answered otherwise, or whose connection broke
 * @param elapsed from the first mail to the last reply
 * @param waits of the accepted mails from end-of-data to reply, in nanoseconds, shortest first
 * @param cpu processor time of the processes under watch, {@link Duration#ZERO} if there are none
 */
@SuppressWarnings("ArrayRecordComponent") // hundreds of thousands of numbers, never compared
record Figures(int accepted, int refused, Duration elapsed, long[] waits, Duration cpu) {

    Figures {
        waits = waits.clone();
        Arrays.sort(waits);
    }

    Figures withCpu(Duration cpu) {
        return new Figures(accepted, refused, elapsed, waits, cpu);
    }

    double mailsPerSecond() {
        return elapsed.isZero() ? 0 : accepted * 1e9 / elapsed.toNanos();
    }

    /** The wait in milliseconds that {@code percent} of the mails did not exceed (nearest rank). */
    double waitMillis(double percent) {
        if (waits.length == 0) {
            return 0;
        }
        int rank = (int) Math.ceil(percent / 100 * waits.length);
        return waits[Math.clamp(rank, 1, waits.length) - 1] / 1e6;
    }

    double cpuMillisPerMail() {
        return accepted == 0 ? 0 : cpu.toNanos() / 1e6 / accepted;
    }
}
