package io.postern.delivery.bounce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The programs by which lists and senders of much mail read notices understand ours, where they are installed. */
class ListManagersTest {

    private static final String FLUFL = """
            import email, email.policy, json, sys
            from flufl.bounce import all_failures
            temporary, permanent = all_failures(email.message_from_binary_file(open(sys.argv[1], 'rb')))
            names = lambda found: sorted(name.decode('utf-8') for name in found)
            print(json.dumps({'delayed': names(temporary), 'failed': names(permanent)}))
            """;
    private static final String SISIMAI = "print Sisimai->dump($ARGV[0], 'delivered' => 1) // '[]'";

    private static final Path PYTHON = Path.of("/usr/bin/python3");
    private static final Path PERL = Path.of("/usr/bin/perl");

    @TempDir
    private Path folder;

    /** It knows neither of what went well nor of addresses beyond ASCII. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "INTERNATIONAL")
    void fluflBounceFindsWhoFailedAndWhoIsLate(SampleNotice sample) throws Exception {
        assumeTrue(runs(PYTHON.toString(), "-c", "import flufl.bounce"), "python3-flufl.bounce is not installed");
        JsonNode found = new ObjectMapper()
                .readTree(output(PYTHON.toString(), "-c", FLUFL, file(sample).toString()));
        assertThat(texts(found.get("failed"))).isEqualTo(asNamed(sample, Action.FAILED));
        assertThat(texts(found.get("delayed"))).isEqualTo(asNamed(sample, Action.DELAYED));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "INTERNATIONAL")
    void sisimaiFindsWhatBecameOfWhom(SampleNotice sample) throws Exception {
        assumeTrue(runs(PERL.toString(), "-MSisimai", "-e", "1"), "libsisimai-perl is not installed");
        JsonNode found = new ObjectMapper()
                .readTree(output(
                        PERL.toString(),
                        "-MSisimai",
                        "-e",
                        SISIMAI,
                        file(sample).toString()));
        Map<String, String> actions = new TreeMap<>();
        found.forEach(entry ->
                actions.put(entry.get("recipient").asText(), entry.get("action").asText()));
        Map<String, String> expected = new TreeMap<>();
        sample.reports.forEach(report ->
                expected.put(report.recipient().address(), report.action().word()));
        assertThat(actions).isEqualTo(expected);
    }

    /** A list knows its subscriber by the address that it gave as the original one. */
    private static List<String> asNamed(SampleNotice sample, Action action) {
        return sample.reports.stream()
                .filter(report -> report.action() == action)
                .map(Report::recipient)
                .map(recipient -> recipient.originalRecipient() == null
                        ? recipient.address()
                        : Xtext.decode(recipient.originalRecipient()).replace("rfc822;", ""))
                .toList();
    }

    private Path file(SampleNotice sample) throws IOException {
        return Files.write(folder.resolve(sample + ".eml"), sample.written().content());
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static boolean runs(String... command) throws Exception {
        return Files.isExecutable(Path.of(command[0])) && start(command).waitFor() == 0;
    }

    private static String output(String... command) throws Exception {
        Process process = start(command);
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    private static Process start(String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PERL_UNICODE", "");
        return builder.start();
    }
}
