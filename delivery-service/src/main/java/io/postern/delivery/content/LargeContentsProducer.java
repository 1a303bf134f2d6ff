package io.postern.delivery.content;

import io.postern.delivery.DeliverySettings;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Makes what the settings ask for. */
@Singleton
class LargeContentsProducer {

    @Produces
    @Singleton
    LargeContents contents(DeliverySettings settings) {
        Optional<Path> folder = settings.large().folder();
        if (folder.isEmpty()) {
            return new NoLargeContents();
        }
        try {
            ContentFiles files =
                    new ContentFiles(folder.get(), settings.large().from().asLongValue());
            if (!Files.isWritable(folder.get())) {
                throw new IOException("not writable");
            }
            return files;
        } catch (IOException e) {
            throw new IllegalArgumentException("postern.delivery.large.folder: " + folder.get() + ": " + e, e);
        }
    }
}
