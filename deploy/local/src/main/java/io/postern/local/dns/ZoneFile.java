package io.postern.local.dns;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;

/**
 * Reads a master file (RFC 1035 section 5). Names in it are relative to {@code $ORIGIN}, or to the file's own name
 * without {@code .zone}; the zone is the one whose SOA comes first. {@code $INCLUDE} is refused: the folder is all there
 * is.
 */
final class ZoneFile {

    static final String SUFFIX = ".zone";

    /** Some thousands of entries of a block list, but not a {@code $GENERATE} without an end. */
    static final int MAX_RECORDS = 100_000;

    private ZoneFile() {}

    static ServedZone read(Path file) throws BadZone {
        try (Master master = new Master(file.toString(), origin(file))) {
            master.disableIncludes(true);
            List<Record> records = new ArrayList<>();
            for (Record record = master.nextRecord(); record != null; record = master.nextRecord()) {
                if (records.size() == MAX_RECORDS) {
                    throw new BadZone(file, "more than " + MAX_RECORDS + " records");
                }
                records.add(record);
            }
            return ServedZone.of(records);
        } catch (IOException | RuntimeException e) {
            // The parser throws both for text that it does not understand.
            throw new BadZone(file, e);
        }
    }

    private static Name origin(Path file) throws TextParseException {
        String name = String.valueOf(file.getFileName());
        return Name.fromString(name.substring(0, name.length() - SUFFIX.length()), Name.root);
    }
}
