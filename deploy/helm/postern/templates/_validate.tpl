{{- /* What would be accepted by Kubernetes and still not work. Stops the rendering and says what to change. */ -}}
{{- define "postern.validate" -}}
{{- $units := include "postern.units" . | fromJsonArray -}}
{{- if .Values.kafka.strimzi.enabled -}}
{{- $_ := required "kafka.strimzi.cluster is missing: the name of the Kafka resource" .Values.kafka.strimzi.cluster -}}
{{- if not (has .Values.kafka.auth.type (list "tls" "scram-sha-512")) -}}
{{- fail "kafka.auth.type must be tls or scram-sha-512 with kafka.strimzi.enabled: without users there are no rights to give" -}}
{{- end -}}
{{- end -}}
{{- $topics := list -}}
{{- range (.Files.Get "files/topics.json" | fromJson).topics }}{{ $topics = append $topics .name }}{{ end -}}
{{- range $topic, $partitions := .Values.kafka.topics.partitions -}}
{{- if not (has $topic $topics) }}{{ fail (printf "kafka.topics.partitions: there is no topic %s" $topic) }}{{ end -}}
{{- end -}}
{{- range $units }}{{ include "postern.validate.unit" (dict "root" $ "unit" . "topics" $topics) }}{{ end -}}
{{- include "postern.validate.ingress" (dict "root" . "unit" (index $units 0)) -}}
{{- include "postern.validate.delivery" (dict "root" . "unit" (index $units 1)) -}}
{{- end -}}

{{- /* (root, unit, topics) */ -}}
{{- define "postern.validate.unit" -}}
{{- $name := .unit.name -}}
{{- if and (has $name (list "ingress" "delivery")) (hasKey .root.Values.checks $name) }}{{ fail (printf "checks.%s: the name is taken" $name) }}{{ end -}}
{{- if has $name (list "topics" "test" "scaler" "smtp" "mailboxes" "tls") }}{{ fail (printf "checks.%s: the name is taken" $name) }}{{ end -}}
{{- range concat .unit.reads .unit.tables .unit.writes -}}
{{- if not (has . $.topics) }}{{ fail (printf "checks.%s: there is no topic %s" $name .) }}{{ end -}}
{{- end -}}
{{- $scaling := .unit.v.autoscaling -}}
{{- if gt (int $scaling.minReplicas) (int $scaling.maxReplicas) -}}
{{- fail (printf "%s: autoscaling.minReplicas is %d, maxReplicas only %d" $name (int $scaling.minReplicas) (int $scaling.maxReplicas)) -}}
{{- end -}}
{{- if eq $scaling.type "keda" -}}
{{- if not .unit.reads }}{{ fail (printf "%s: autoscaling.type is keda, but it has no lag to be scaled by: take hpa" $name) }}{{ end -}}
{{- if and (ne .root.Values.kafka.auth.type "none") (ne .root.Values.kafka.auth.type "tls") (not $scaling.triggerAuthentication) -}}
{{- fail (printf "%s: autoscaling.triggerAuthentication is missing: with kafka.auth.type=%s KEDA needs one of yours" $name .root.Values.kafka.auth.type) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "postern.validate.ingress" -}}
{{- $most := include "postern.most" . | int -}}
{{- $partitions := include "postern.partitions" (dict "root" .root "topic" "mail.verdicts.v1") | int -}}
{{- if gt $most $partitions -}}
{{- fail (printf "ingress: %d replicas need as many partitions of mail.verdicts.v1, and it has %d: set kafka.topics.partitions of it first, and let that be in force before there are more replicas" $most $partitions) -}}
{{- end -}}
{{- with .unit.v.service -}}
{{- if and (ne .type "ClusterIP") (ne .externalTrafficPolicy "Local") (not .proxyNetworks) -}}
{{- fail "ingress.service: with externalTrafficPolicy Cluster and no proxyNetworks every client has the address of a node, and no check of addresses can work: take Local, or a load balancer with the PROXY protocol and its networks in proxyNetworks" -}}
{{- end -}}
{{- end -}}
{{- with .unit.v.tls.certManager -}}
{{- if .enabled -}}
{{- $_ := required "ingress.tls.certManager.issuerRef.name is missing" .issuerRef.name -}}
{{- if not (or .dnsNames $.unit.v.hostname) }}{{ fail "ingress.tls.certManager: neither dnsNames nor ingress.hostname says for which name" }}{{ end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "postern.validate.delivery" -}}
{{- if not (hasKey .unit.v.files "directory.yaml") -}}
{{- if not .unit.v.filesFrom }}{{ fail "delivery.files has no directory.yaml: which domains are ours, and who has a mailbox there" }}{{ end -}}
{{- end -}}
{{- with .unit.v.mailboxes -}}
{{- if and .enabled (gt (include "postern.most" $ | int) 1) (not (has "ReadWriteMany" .accessModes)) -}}
{{- fail "delivery: more than one replica needs mailboxes.accessModes with ReadWriteMany, or mailboxes.enabled=false with a mail store behind LMTP" -}}
{{- end -}}
{{- end -}}
{{- end -}}
