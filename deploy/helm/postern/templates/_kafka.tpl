{{- define "postern.kafka.bootstrap" -}}
{{- if .Values.kafka.strimzi.enabled -}}
{{- printf "%s-kafka-bootstrap.%s.svc:%v" .Values.kafka.strimzi.cluster (include "postern.kafka.namespace" .) .Values.kafka.strimzi.port -}}
{{- else -}}
{{- required "kafka.bootstrap is missing: host:port of the brokers, or kafka.strimzi.enabled=true" .Values.kafka.bootstrap -}}
{{- end -}}
{{- end -}}

{{- /* Where the topics and users of Strimzi are. */ -}}
{{- define "postern.kafka.namespace" -}}
{{- .Values.kafka.strimzi.namespace | default .Release.Namespace -}}
{{- end -}}

{{- /* The secret with the certificate of the brokers' authority; nothing where the machine's own authorities do. */ -}}
{{- define "postern.kafka.caSecret" -}}
{{- if .Values.kafka.strimzi.enabled -}}
{{- .Values.kafka.tls.caSecret | default (printf "%s-cluster-ca-cert" .Values.kafka.strimzi.cluster) -}}
{{- else if .Values.kafka.tls.enabled -}}
{{- .Values.kafka.tls.caSecret -}}
{{- end -}}
{{- end -}}

{{- /* The secret that a service shows to the brokers. (root, name, own) */ -}}
{{- define "postern.kafka.userSecret" -}}
{{- if eq .root.Values.kafka.auth.type "none" -}}
{{- else if .own -}}
{{- .own -}}
{{- else if .root.Values.kafka.strimzi.enabled -}}
{{- include "postern.fullname" .root }}-{{ .name -}}
{{- else -}}
{{- required (printf "kafka.auth.existingSecret is missing: kafka.auth.type is %s" .root.Values.kafka.auth.type) .root.Values.kafka.auth.existingSecret -}}
{{- end -}}
{{- end -}}

{{- /* Settings of a Kafka client without the prefix, but for secrets. (root) */ -}}
{{- define "postern.kafka.settings" -}}
{{- $auth := .root.Values.kafka.auth.type -}}
{{- $tls := or .root.Values.kafka.tls.enabled .root.Values.kafka.strimzi.enabled -}}
{{- $sasl := has $auth (list "scram-sha-512" "scram-sha-256" "plain") -}}
{{- $settings := dict "bootstrap.servers" (include "postern.kafka.bootstrap" .root) -}}
{{- $_ := set $settings "security.protocol" (printf "%s%s" (ternary "SASL_" "" $sasl) (ternary "SSL" "PLAINTEXT" $tls)) -}}
{{- if include "postern.kafka.caSecret" .root -}}
{{- $_ := set $settings "ssl.truststore.type" "PEM" -}}
{{- $_ := set $settings "ssl.truststore.location" "/run/secrets/kafka/ca.crt" -}}
{{- end -}}
{{- if $sasl -}}
{{- $_ := set $settings "sasl.mechanism" (upper $auth) -}}
{{- else if eq $auth "tls" -}}
{{- $_ := set $settings "ssl.keystore.type" "PKCS12" -}}
{{- $_ := set $settings "ssl.keystore.location" "/run/secrets/kafka/user.p12" -}}
{{- end -}}
{{- toJson (merge (deepCopy .root.Values.kafka.config) $settings) -}}
{{- end -}}

{{- /* The secret part, as files below /run/secrets. (root, secret) */ -}}
{{- define "postern.kafka.secrets" -}}
{{- $files := list -}}
{{- with include "postern.kafka.caSecret" .root }}{{ $files = append $files (dict "secret" . "key" $.root.Values.kafka.tls.caKey "path" "kafka/ca.crt") }}{{ end -}}
{{- if eq .root.Values.kafka.auth.type "tls" -}}
{{- $files = append $files (dict "secret" .secret "key" "user.p12" "path" "kafka/user.p12") -}}
{{- $files = append $files (dict "secret" .secret "key" "user.password" "path" "kafka.ssl.keystore.password") -}}
{{- else if ne .root.Values.kafka.auth.type "none" -}}
{{- $files = append $files (dict "secret" .secret "key" "sasl.jaas.config" "path" "kafka.sasl.jaas.config") -}}
{{- end -}}
{{- toJson $files -}}
{{- end -}}

{{- /* Sources of a projected volume with secrets, each a file. A list of (secret, key, path) */ -}}
{{- define "postern.secretSources" -}}
{{- range . }}
- secret:
    name: {{ .secret }}
    items:
      - key: {{ .key }}
        path: {{ .path }}
{{- end }}
{{- end -}}

{{- /* The topics of this release, each with name, partitions and config: those of files/topics.json and one for dead letters of each service. */ -}}
{{- define "postern.topics" -}}
{{- $known := .Files.Get "files/topics.json" | fromJson -}}
{{- $single := eq (int .Values.kafka.topics.replicas) 1 -}}
{{- $topics := list -}}
{{- range $known.topics -}}
{{- $topics = append $topics (dict "name" .name "partitions" (int (index $.Values.kafka.topics.partitions .name | default .partitions)) "config" (ternary .single .replicated $single)) -}}
{{- end -}}
{{- range include "postern.units" . | fromJsonArray -}}
{{- $topics = append $topics (dict "name" (printf "%s%s" .name $known.dead.suffix) "partitions" (int $known.dead.partitions) "config" (ternary $known.dead.single $known.dead.replicated $single)) -}}
{{- end -}}
{{- toJson $topics -}}
{{- end -}}

{{- /* How many partitions a topic has. (root, topic) */ -}}
{{- define "postern.partitions" -}}
{{- range (.root.Files.Get "files/topics.json" | fromJson).topics -}}
{{- if eq .name $.topic }}{{ index $.root.Values.kafka.topics.partitions .name | default .partitions | int }}{{ end -}}
{{- end -}}
{{- end -}}

{{- /* Whether a job creates the topics: not where Strimzi does. */ -}}
{{- define "postern.topics.job" -}}
{{- if and .Values.kafka.topics.create (not .Values.kafka.strimzi.enabled) }}yes{{ end -}}
{{- end -}}

{{- /* The names of the checks, with commas. */ -}}
{{- define "postern.checks" -}}
{{- $names := list -}}
{{- range include "postern.units" . | fromJsonArray }}{{ if not (has .name (list "ingress" "delivery")) }}{{ $names = append $names .name }}{{ end }}{{ end -}}
{{- join "," $names -}}
{{- end -}}
