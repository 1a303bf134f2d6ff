package io.postern.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** Mails as people and torturers wrote them, from a pack of test data. */
record RealMails(List<Mail> torture, List<Mail> ham) {

    private static final int HAM = 200;

    /** @param content its lines ended by CRLF, otherwise as it was */
    @SuppressWarnings("ArrayRecordComponent") // sent, never compared
    record Mail(String name, byte[] content) {}

    static RealMails read(Path pack) throws IOException {
        List<Mail> torture = new ArrayList<>();
        List<Mail> ham = new ArrayList<>();
        Predicate<String> torturous = name -> (name.contains("/mime-mime4j/") && name.endsWith(".msg"))
                || (name.contains("/mime-mailparser-rs/") && name.endsWith(".eml"));
        try (InputStream file = new BufferedInputStream(Files.newInputStream(pack));
                TarArchiveInputStream tar = new TarArchiveInputStream(new XZCompressorInputStream(file))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                String name = "/" + entry.getName();
                if (entry.isFile() && torturous.test(name)) {
                    torture.add(mail(entry, tar));
                } else if (entry.isFile() && name.contains("/M-train-ham/") && name.endsWith(".eml")) {
                    ham.add(mail(entry, tar));
                }
            }
        }
        ham.sort(Comparator.comparing(Mail::name));
        return new RealMails(List.copyOf(torture), List.copyOf(ham.subList(0, Math.min(HAM, ham.size()))));
    }

    List<Mail> all() {
        List<Mail> all = new ArrayList<>(torture);
        all.addAll(ham);
        return all;
    }

    private static Mail mail(TarArchiveEntry entry, InputStream tar) throws IOException {
        String text = new String(tar.readAllBytes(), ISO_8859_1);
        String lines = text.replaceAll("\\r\\n|\\r|\\n", "\r\n");
        String whole = lines.endsWith("\r\n") ? lines : lines + "\r\n";
        return new Mail(entry.getName(), whole.getBytes(ISO_8859_1));
    }
}
