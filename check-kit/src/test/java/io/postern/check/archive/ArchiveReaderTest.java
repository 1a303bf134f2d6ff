package io.postern.check.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.postern.check.archive.Archive.Member;
import io.postern.check.part.Blob;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.sevenz.SevenZArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZOutputFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveReaderTest {

    private static final Path TEST_FILES = Path.of("/usr/share/clamav-testfiles");

    @Test
    void zipIsListed() throws IOException {
        Archive archive = archive(zip("a.txt", "dir/b.exe"));
        assertThat(archive.kind()).isEqualTo("zip");
        assertThat(names(archive)).containsExactly("a.txt", "dir/b.exe");
        assertThat(archive.encrypted()).isFalse();
        assertThat(archive.contradictory()).isFalse();
        assertThat(archive.complete()).isTrue();
    }

    @Test
    void encryptedFileInAZipIsSeen() throws IOException {
        byte[] zip = zip("a.txt");
        zip[6] |= 1;
        zip[indexOf(zip, "PK\1\2") + 8] |= 1;
        assertThat(archive(zip).encrypted()).isTrue();
    }

    @Test
    void zipThatNamesAFileDifferentlyAtItsEndIsContradictory() throws IOException {
        byte[] zip = zip("safe.txt");
        System.arraycopy("evil.exe".getBytes(ISO_8859_1), 0, zip, 30, 8);
        Archive archive = archive(zip);
        assertThat(archive.contradictory()).isTrue();
        assertThat(names(archive)).containsExactlyInAnyOrder("safe.txt", "evil.exe");
    }

    @Test
    void zipWithAFileThatItDoesNotListIsContradictory() throws IOException {
        byte[] hidden = zip("evil.exe");
        byte[] both = joined(Arrays.copyOf(hidden, indexOf(hidden, "PK\1\2")), zip("safe.txt"));
        Archive archive = archive(both);
        assertThat(archive.contradictory()).isTrue();
        assertThat(names(archive)).containsExactlyInAnyOrder("safe.txt", "evil.exe");
    }

    @Test
    void zipBehindSomethingElseIsOne() throws IOException {
        Archive archive = archive(joined("MZ and a program that unpacks".getBytes(ISO_8859_1), zip("a.exe")));
        assertThat(names(archive)).containsExactly("a.exe");
        assertThat(archive.contradictory()).isFalse();
    }

    @Test
    void zipWithinAZipIsNotTakenForIt() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setLevel(0);
            zip.putNextEntry(new ZipEntry("inner.zip"));
            zip.write(zip("a.exe"));
        }
        Archive archive = archive(bytes.toByteArray());
        assertThat(names(archive)).containsExactly("inner.zip");
        assertThat(archive.contradictory()).isFalse();
    }

    @Test
    void zipThatIsCutOffIsListedAsFarAsItGoes() throws IOException {
        byte[] zip = zip("a.txt", "b.exe");
        Archive archive = archive(Arrays.copyOf(zip, indexOf(zip, "PK\1\2") - 20));
        assertThat(names(archive)).containsExactly("a.txt", "b.exe");
        assertThat(archive.complete()).isFalse();
    }

    @Test
    void namesBeyondTheLimitAreLeftOut() throws IOException {
        Archive archive = archive(zip("a", "b", "c", "d", "e", "f"));
        assertThat(names(archive)).hasSize(5);
        assertThat(archive.complete()).isFalse();
    }

    @Test
    void sevenZipIsListed() throws IOException {
        Archive archive = archive(sevenZip(null, "a.txt", "dir/b.exe"));
        assertThat(archive.kind()).isEqualTo("7z");
        assertThat(names(archive)).containsExactly("a.txt", "dir/b.exe");
        assertThat(archive.encrypted()).isFalse();
        assertThat(archive(sevenZip("secret", "a.txt")).encrypted()).isTrue();
    }

    @Test
    void tarAndItsCompressedFormAreListed() throws IOException {
        assertThat(names(archive(tar("a.txt", "b.exe")))).containsExactly("a.txt", "b.exe");
        Archive archive = archive(gzip("x.tar", tar("a.txt", "b.exe")));
        assertThat(archive.kind()).isEqualTo("gz");
        assertThat(names(archive)).containsExactly("a.txt", "b.exe");
    }

    @Test
    void compressedFileIsNamedAsItWas() throws IOException {
        assertThat(names(archive(gzip("b.exe", "MZ".getBytes(UTF_8))))).containsExactly("b.exe");
    }

    @Test
    void bombIsNotUnpacked() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GzipCompressorOutputStream gzip = new GzipCompressorOutputStream(bomb);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(gzip)) {
            long size = 200L * 1024 * 1024;
            TarArchiveEntry entry = new TarArchiveEntry("zeros");
            entry.setSize(size);
            tar.putArchiveEntry(entry);
            byte[] zeros = new byte[1024 * 1024];
            for (long i = 0; i < size; i += zeros.length) {
                tar.write(zeros);
            }
            tar.closeArchiveEntry();
        }
        Archive archive = archive(bomb.toByteArray());
        assertThat(names(archive)).containsExactly("zeros");
        assertThat(archive.complete()).isFalse();
    }

    @Test
    void rarOfFormatFiveIsListed() throws IOException {
        // Signature, main header, a file header with name and sizes, the end of the archive.
        byte[] main = {0, 0, 0, 0, 3, 1, 0, 0};
        byte[] name = "dir/evil.exe".getBytes(UTF_8);
        byte[] file = joined(
                new byte[] {0, 0, 0, 0, (byte) (9 + name.length), 2, 2, 4, 0, 100, 0, 0, 0, (byte) name.length}, name);
        file[4] = (byte) (file.length - 5);
        byte[] end = {0, 0, 0, 0, 3, 5, 0, 0};
        byte[] rar = joined(
                joined("Rar!\u001a\u0007\u0001\u0000".getBytes(ISO_8859_1), main),
                joined(file, joined(new byte[4], end)));
        Archive archive = archive(rar);
        assertThat(archive.kind()).isEqualTo("rar");
        assertThat(archive.members()).containsExactly(new Member("dir/evil.exe", false, 100));
        assertThat(archive.complete()).isTrue();
    }

    @Test
    void archivesOfOtherProgramsAreListed() throws IOException {
        assumeTrue(Files.isDirectory(TEST_FILES), "clamav-testfiles is not installed");
        try (Stream<Path> files = Files.list(TEST_FILES)) {
            for (Path file : files.filter(f -> f.toString().matches(".*\\.(zip|rar|7z|tar\\.gz|tgz|arj|cpio)"))
                    .toList()) {
                Archive archive = archive(Files.readAllBytes(file));
                assertThat(names(archive)).as(file.toString()).isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "PK", "hello", "7z", "Rar!\u001a\u0007\u0001", "\u001f\u008b", "%PDF-1.7"})
    void othersAreNoneOrEmpty(String bytes) throws IOException {
        Archive archive = read(bytes.getBytes(ISO_8859_1));
        assertThat(archive == null || archive.members().isEmpty()).isTrue();
    }

    @Test
    void damagedOnesAreReadAsFarAsTheyGo() throws IOException {
        Random random = new Random(7);
        for (byte[] whole : List.of(
                zip("a.txt", "b.exe"), sevenZip(null, "a.txt"), tar("a.txt"), gzip("x.tar", tar("a.txt", "b.exe")))) {
            for (int i = 0; i < 300; i++) {
                byte[] damaged = whole.clone();
                for (int j = 0; j < 1 + random.nextInt(8); j++) {
                    damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
                }
                Archive archive = read(Arrays.copyOf(damaged, 1 + random.nextInt(damaged.length)));
                assertThat(archive == null || archive.members().size() <= 5).isTrue();
            }
        }
    }

    private static List<String> names(Archive archive) {
        return archive.members().stream().map(Member::name).toList();
    }

    private static Archive archive(byte[] bytes) throws IOException {
        return Objects.requireNonNull(read(bytes));
    }

    private static @Nullable Archive read(byte[] bytes) throws IOException {
        try (Blob blob = Blob.of(new ByteArrayInputStream(bytes))) {
            return new ArchiveReader(5).read(blob);
        }
    }

    private static byte[] zip(String... names) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write("content".getBytes(UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] sevenZip(@Nullable String password, String... names) throws IOException {
        try (SeekableInMemoryByteChannel channel = new SeekableInMemoryByteChannel()) {
            try (SevenZOutputFile archive =
                    new SevenZOutputFile(channel, password == null ? null : password.toCharArray())) {
                for (String name : names) {
                    SevenZArchiveEntry entry = new SevenZArchiveEntry();
                    entry.setName(name);
                    archive.putArchiveEntry(entry);
                    archive.write("content".getBytes(UTF_8));
                    archive.closeArchiveEntry();
                }
            }
            return Arrays.copyOf(channel.array(), (int) channel.size());
        }
    }

    private static byte[] tar(String... names) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            for (String name : names) {
                TarArchiveEntry entry = new TarArchiveEntry(name);
                entry.setSize(7);
                tar.putArchiveEntry(entry);
                tar.write("content".getBytes(UTF_8));
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] gzip(String name, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        GzipParameters parameters = new GzipParameters();
        parameters.setFileName(name);
        try (GzipCompressorOutputStream gzip = new GzipCompressorOutputStream(bytes, parameters)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static int indexOf(byte[] bytes, String what) {
        return new String(bytes, ISO_8859_1).indexOf(what);
    }
}
