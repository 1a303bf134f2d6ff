package io.postern.local;

import java.util.Locale;

/** The ports of a stack, before its offset is added. */
public enum Port {
    SMTP(2525),
    SUBMISSION(2587),
    SUBMISSIONS(2465),
    DELIVERY_HTTP(8080),
    INGRESS_HTTP(8081),
    RBL_HTTP(8082),
    ADDRESS_HTTP(8083),
    GREYLIST_HTTP(8084),
    CONTENT_HTTP(8085),
    ANTISPAM_HTTP(8086),
    AV_HTTP(8087),
    KAFKA(19092),
    KAFKA_CONTROLLER(19093),
    POSTGRES(15432),
    /** UDP and TCP. */
    DNS(15353),
    CLAMD(13310),
    OTLP(4318),
    ZIPKIN(9411);

    /** The largest offset with which every port is still a port. */
    static final int MAX_OFFSET = 65_535 - KAFKA_CONTROLLER.base;

    private final int base;

    Port(int base) {
        this.base = base;
    }

    /** The port in a stack whose ports are moved by {@code offset}. */
    public int at(int offset) {
        return base + offset;
    }

    /** As a person reads it: {@code smtp}, {@code delivery http}. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
