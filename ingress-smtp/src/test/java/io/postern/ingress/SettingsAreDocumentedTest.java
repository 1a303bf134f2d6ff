package io.postern.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The readme lists every setting that there is, with its default, and none that there is not. */
class SettingsAreDocumentedTest {

    private static final Pattern ROW =
            Pattern.compile("\\| `postern\\.ingress\\.([^`]+)` \\| (?:`([^`]*)`)?[^|]*\\|.*");

    @Test
    void readmeListsTheSettingsAndTheirDefaults() throws IOException {
        Map<String, String> documented = Files.readAllLines(Path.of("README.md")).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .collect(Collectors.toMap(
                        row -> row.group(1),
                        row -> row.group(2) == null ? "" : row.group(2),
                        (a, b) -> a,
                        TreeMap::new));
        Map<String, String> settings = new TreeMap<>();
        collect("", IngressConfig.class, settings);
        assertThat(documented).containsExactlyEntriesOf(settings);
    }

    private static void collect(String prefix, Class<?> group, Map<String, String> settings) {
        for (Method method : group.getDeclaredMethods()) {
            String key = prefix + kebab(method.getName());
            Class<?> type = element(method.getGenericReturnType());
            boolean list = method.getGenericReturnType().getTypeName().contains("java.util.List");
            if (type.isInterface() && type.getName().startsWith("io.postern")) {
                collect(key + (list ? "[0]." : "."), type, settings);
            } else {
                WithDefault value = method.getAnnotation(WithDefault.class);
                settings.put(key, value == null ? "" : value.value());
            }
        }
    }

    /** What is in an {@code Optional} or a {@code List}, else the type itself. */
    private static Class<?> element(Type type) {
        if (type instanceof ParameterizedType generic) {
            return element(generic.getActualTypeArguments()[0]);
        }
        return (Class<?>) type;
    }

    private static String kebab(String camel) {
        return camel.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
