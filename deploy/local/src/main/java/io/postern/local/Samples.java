package io.postern.local;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The sample configuration. It is copied once; from then on the folder is the operator's. */
final class Samples {

    static final List<String> FILES = List.of(
            "policy.yaml",
            "directory.yaml",
            "routes.yaml",
            "lists/content/phrases.txt",
            "lists/content/attachments.yaml",
            "lists/content/odd.yaml",
            "lists/content/scam.yaml",
            "lists/rbl.yaml",
            "lists/greylist.yaml",
            "lists/antispam.yaml",
            "lists/antispam-urls.yaml",
            "lists/av-digests.txt",
            "dns/127.in-addr.arpa.zone",
            "dns/client.example.zone",
            "dns/dbl.test.zone",
            "dns/dnsbl.test.zone",
            "dns/elsewhere.example.zone",
            "dns/ip6-loopback.zone",
            "dns/localhost.zone",
            "dns/nullmx.example.zone",
            "dns/postern.test.zone",
            "dns/uribl.test.zone",
            "ingress-smtp.properties",
            "rbl-service.properties",
            "address-service.properties",
            "greylist-service.properties",
            "content-service.properties",
            "antispam-service.properties",
            "av-service.properties",
            "delivery-service.properties");

    private Samples() {}

    /** Fills {@code config} with the samples, if it does not exist; it appears whole or not at all. */
    static void copyOnce(Path config) {
        copy("", config);
    }

    /**
     * The same with one file or folder of the samples: a {@code config} that is older than they are gets what a part
     * cannot do without.
     */
    static void copyOnce(Path config, String sample) {
        copy(sample, config.resolve(sample));
    }

    private static void copy(String sample, Path place) {
        if (Files.exists(place)) {
            return;
        }
        try {
            Path fresh = place.resolveSibling(place.getFileName() + ".new");
            for (String file : FILES) {
                if (Path.of(file).startsWith(sample) || sample.isEmpty()) {
                    Path target = fresh.resolve(Path.of(sample).relativize(Path.of(file)));
                    Files.createDirectories(target.resolve("..").normalize());
                    try (InputStream in = open(file)) {
                        Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
                    }
                }
            }
            Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String file) throws IOException {
        InputStream sample = Samples.class.getResourceAsStream("/samples/" + file);
        if (sample == null) {
            throw new FileNotFoundException("sample " + file);
        }
        return sample;
    }
}
