package io.postern.local.dns;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/**
 * The operator's folder of zones, {@code *.zone}: read at the start, and again when it changes. One thread reads, many
 * may look.
 */
final class ZoneFolder {

    /** What tells one version of a file from the next. */
    private record Version(FileTime modified, long size) {}

    private final Path folder;
    private final Consumer<String> log;
    private SortedMap<Path, Version> seen = new TreeMap<>();
    private Map<Path, ServedZone> good = Map.of();
    private Set<String> refusals = new HashSet<>();
    private volatile Map<Name, ServedZone> zones = Map.of();

    private ZoneFolder(Path folder, Consumer<String> log) {
        this.folder = folder;
        this.log = log;
    }

    /** @throws BadZone if a zone, or the folder itself, cannot be read */
    static ZoneFolder open(Path folder, Consumer<String> log) throws BadZone {
        ZoneFolder opened = new ZoneFolder(folder, log);
        opened.seen = opened.look();
        List<BadZone> bad = opened.readAll();
        if (!bad.isEmpty()) {
            throw bad.getFirst();
        }
        opened.logRead();
        return opened;
    }

    /** The zone that the name is in, the smallest if there are several. */
    Optional<ServedZone> zone(Name name) {
        for (int cut = 0; cut < name.labels(); cut++) {
            @Nullable ServedZone zone = zones.get(new Name(name, cut));
            if (zone != null) {
                return Optional.of(zone);
            }
        }
        return Optional.empty();
    }

    /** Of a bad file, told of once, the last good version stays. */
    void readAgainIfChanged() {
        try {
            SortedMap<Path, Version> now = look();
            if (now.equals(seen)) {
                return;
            }
            seen = now;
            refuse(readAll());
            logRead();
        } catch (BadZone e) {
            refuse(List.of(e));
        }
    }

    private List<BadZone> readAll() {
        List<BadZone> bad = new ArrayList<>();
        Map<Name, ServedZone> byName = new HashMap<>();
        Map<Path, ServedZone> byFile = new HashMap<>();
        for (Path file : seen.keySet()) {
            try {
                byFile.put(file, add(ZoneFile.read(file), file, byName));
            } catch (BadZone e) {
                bad.add(e);
                @Nullable ServedZone before = good.get(file);
                if (before != null && byName.putIfAbsent(before.origin(), before) == null) {
                    byFile.put(file, before);
                }
            }
        }
        good = byFile;
        zones = Map.copyOf(byName);
        return bad;
    }

    private static ServedZone add(ServedZone zone, Path file, Map<Name, ServedZone> zones) throws BadZone {
        if (zones.putIfAbsent(zone.origin(), zone) != null) {
            throw new BadZone(file, "the zone " + zone.origin() + " is in another file already");
        }
        return zone;
    }

    private void refuse(List<BadZone> bad) {
        Set<String> now = new HashSet<>();
        for (BadZone zone : bad) {
            String reason = String.valueOf(zone.getMessage());
            now.add(reason);
            if (!refusals.contains(reason)) {
                log.accept("zone refused, the last good one stays: " + reason);
            }
        }
        refusals = now;
    }

    private void logRead() {
        log.accept("zones read folder=%s zones=%d records=%d"
                .formatted(
                        folder,
                        zones.size(),
                        zones.values().stream().mapToInt(ServedZone::size).sum()));
    }

    private SortedMap<Path, Version> look() throws BadZone {
        SortedMap<Path, Version> files = new TreeMap<>();
        try (Stream<Path> found = Files.list(folder)) {
            for (Path file :
                    found.filter(f -> f.toString().endsWith(ZoneFile.SUFFIX)).toList()) {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                if (attributes.isRegularFile()) {
                    files.put(file, new Version(attributes.lastModifiedTime(), attributes.size()));
                }
            }
        } catch (IOException e) {
            throw new BadZone(folder, e);
        }
        return files;
    }
}
