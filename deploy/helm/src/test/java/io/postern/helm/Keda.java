package io.postern.helm;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of KEDA's objects that the chart may use: those of keda.sh/v1alpha1. There is no model of them to depend on. */
final class Keda {

    private Keda() {}

    record ScaledObject(
            String apiVersion,
            String kind,
            JsonNode metadata,
            @JsonProperty(required = true) Scaling spec) {}

    record Scaling(
            @JsonProperty(required = true) Target scaleTargetRef,
            @Nullable Integer pollingInterval,
            @Nullable Integer cooldownPeriod,
            @Nullable Integer minReplicaCount,
            @Nullable Integer maxReplicaCount,
            @Nullable Advanced advanced,
            @JsonProperty(required = true) List<Trigger> triggers) {}

    record Target(
            @Nullable String apiVersion,
            @Nullable String kind,
            @JsonProperty(required = true) String name) {}

    record Advanced(
            @Nullable Boolean restoreToOriginalReplicaCount,
            @Nullable Behavior horizontalPodAutoscalerConfig) {}

    record Behavior(@Nullable String name, @Nullable JsonNode behavior) {}

    /** Its metadata are texts, all of them. */
    record Trigger(
            @JsonProperty(required = true) String type,
            @Nullable String name,
            @JsonProperty(required = true) Map<String, String> metadata,
            @Nullable Reference authenticationRef) {}

    record Reference(
            @JsonProperty(required = true) String name,
            @Nullable String kind) {}

    record TriggerAuthentication(
            String apiVersion,
            String kind,
            JsonNode metadata,
            @JsonProperty(required = true) Secrets spec) {}

    record Secrets(@JsonProperty(required = true) List<Secret> secretTargetRef) {}

    record Secret(
            @JsonProperty(required = true) String parameter,
            @JsonProperty(required = true) String name,
            @JsonProperty(required = true) String key) {}
}
