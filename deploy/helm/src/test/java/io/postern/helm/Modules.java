package io.postern.helm;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Our services: the name of each in the chart, and the folder of its module. */
final class Modules {

    /** For {@code @MethodSource}. */
    static final String ALL = "io.postern.helm.Modules#all";

    private Modules() {}

    static Stream<Arguments> all() {
        return Stream.of(
                Arguments.of("ingress", "ingress-smtp"),
                Arguments.of("delivery", "delivery-service"),
                Arguments.of("rbl", "rbl-service"),
                Arguments.of("address", "address-service"),
                Arguments.of("greylist", "greylist-service"),
                Arguments.of("content", "content-service"),
                Arguments.of("antispam", "antispam-service"),
                Arguments.of("av", "av-service"));
    }
}
