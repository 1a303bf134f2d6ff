package io.postern.delivery.directory;

import java.util.function.UnaryOperator;

/** What operators have added, for tests. */
final class FakeEntries implements Entries {

    private Directory added = Directory.EMPTY;
    private long version;

    void are(Directory other) {
        added = other;
        version++;
    }

    @Override
    public long version() {
        return version;
    }

    @Override
    public Directory read() {
        return added;
    }

    @Override
    public void change(UnaryOperator<Directory> change) {
        are(change.apply(added));
    }
}
