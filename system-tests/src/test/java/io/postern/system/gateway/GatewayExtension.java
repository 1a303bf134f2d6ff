package io.postern.system.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the one {@link Gateway}: started when the first asks for it, stopped after the last. */
public final class GatewayExtension implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Gateway.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(GatewayExtension.class))
                .computeIfAbsent(Gateway.class, type -> start(), Gateway.class);
    }

    private static Gateway start() {
        try {
            return Gateway.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
