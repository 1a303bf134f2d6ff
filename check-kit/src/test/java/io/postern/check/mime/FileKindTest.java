package io.postern.check.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MimeTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FileKindTest {

    private static final MimeTypes TIKA = MimeTypes.getDefaultMimeTypes();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    just a few words            | text/plain
                    <html><body>x</body></html> | text/html
                    %PDF-1.7                    | application/pdf
                    MZ                          | application/x-msdownload
                    {\\rtf1 x}                  | application/rtf
                    """)
    void fileIsWhatItBeginsWith(String beginning, String kind) {
        assertThat(FileKind.of(beginning.getBytes(ISO_8859_1))).isEqualTo(kind);
    }

    /** They are looked for only in files that may be one of them. */
    @Test
    void rareKindIsFoundToo() {
        assertThat(FileKind.of("%!PS-Adobe-3.0\r\n%AI5_FileFormat 2\r\n".getBytes(ISO_8859_1)))
                .isEqualTo("application/illustrator+ps");
        assertThat(FileKind.of(("x" + "Windows Media Audio").getBytes(UTF_16LE)))
                .isEqualTo("audio/x-ms-wma");
    }

    static Stream<byte[]> files() {
        SplittableRandom random = new SplittableRandom(1);
        List<String> words = List.of(
                "Subject: x\r\n",
                "Date: y\n",
                "<html xmlns=",
                "--b\n",
                "From: a\r\n",
                "w\0m\0v\0" + "2\0",
                "\0",
                "BZh9",
                "%!PS\n",
                "\n%AI5_FileFormat 3\n",
                "User-agent: *\n",
                "<?xml version=\"1.0\"?>",
                "PK\u0003\u0004",
                "begin 644 x\n",
                "=?utf-8?q?",
                "\u00ff\u00fe",
                "digraph {",
                "some words ",
                "\u00e4 ");
        return Stream.generate(() -> {
                    StringBuilder file = new StringBuilder();
                    for (int i = random.nextInt(1, 30); i > 0; i--) {
                        file.append(words.get(random.nextInt(words.size())));
                    }
                    return file.toString().getBytes(ISO_8859_1);
                })
                .limit(500);
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("files")
    void quickWayFindsWhatTikaFinds(byte[] file) throws IOException {
        String tika = TIKA.detect(new ByteArrayInputStream(file), new Metadata())
                .getBaseType()
                .toString();

        assertThat(FileKind.of(file)).isEqualTo(tika);
    }
}
