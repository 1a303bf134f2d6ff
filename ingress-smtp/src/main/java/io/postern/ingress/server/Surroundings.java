package io.postern.ingress.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.postern.ingress.IngressConfig;
import io.postern.ingress.auth.Authentication;
import io.postern.ingress.defence.Doorkeeper;
import io.postern.ingress.gate.Gate;
import io.postern.ingress.tls.Tls;
import java.util.concurrent.Executor;

/**
 * What connections need from outside.
 *
 * @param blocking where it is allowed to block
 */
record Surroundings(
        IngressConfig config,
        Gate gate,
        Doorkeeper doorkeeper,
        Authentication authentication,
        Tls tls,
        Executor blocking,
        MeterRegistry metrics) {}
