package io.postern.helm;

/** Whether what the chart has from elsewhere is to be written anew, with {@code -Dpostern.test.regenerate}. */
final class Regenerate {

    private Regenerate() {}

    static boolean asked() {
        return System.getProperty("postern.test.regenerate") != null;
    }
}
