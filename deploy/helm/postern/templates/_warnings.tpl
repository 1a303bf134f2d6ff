{{- /* What works, and should be known. A list of texts. */ -}}
{{- define "postern.warnings" -}}
{{- $warnings := list -}}
{{- $units := include "postern.units" . | fromJsonArray -}}
{{- $names := list -}}
{{- range $units -}}
{{- $names = append $names .name -}}
{{- if lt (include "postern.least" (dict "unit" .) | int) 2 -}}
{{- $warnings = append $warnings (printf "%s has a single replica: while its node is emptied, nobody does its work." .name) -}}
{{- end -}}
{{- $unit := . -}}
{{- range .reads -}}
{{- $partitions := include "postern.partitions" (dict "root" $ "topic" .) | int -}}
{{- if gt (include "postern.most" (dict "unit" $unit) | int) $partitions -}}
{{- $warnings = append $warnings (printf "%s has more replicas than %s has partitions (%d): the rest has nothing to do." $unit.name . $partitions) -}}
{{- end -}}
{{- end -}}
{{- if and .rest (not $.Values.operator.existingSecret) -}}
{{- $warnings = append $warnings (printf "operator.existingSecret is not set: nobody can use the REST interface of %s." .name) -}}
{{- end -}}
{{- end -}}
{{- if not (include "postern.tls.secret" .) -}}
{{- $warnings = append $warnings "There is no certificate (ingress.tls): mail comes in clear, and nobody can log in to send." -}}
{{- else if not .Values.ingress.usersSecret -}}
{{- $warnings = append $warnings "ingress.usersSecret is not set: nobody can log in to send." -}}
{{- end -}}
{{- if not .Values.ingress.hostname -}}
{{- $warnings = append $warnings "ingress.hostname is not set: clients are greeted with the name of a pod." -}}
{{- end -}}
{{- if lt (int .Values.kafka.topics.replicas) 3 -}}
{{- $warnings = append $warnings "kafka.topics.replicas is below 3: with one broker away no mail is taken; with its disk what had a 250 is gone." -}}
{{- end -}}
{{- if not (or .Values.kafka.tls.enabled .Values.kafka.strimzi.enabled) -}}
{{- $warnings = append $warnings "kafka.tls.enabled is false: whoever reads the network reads all mail." -}}
{{- end -}}
{{- if eq .Values.kafka.auth.type "none" -}}
{{- $warnings = append $warnings "kafka.auth.type is none: whoever reaches Kafka can approve mail." -}}
{{- end -}}
{{- if not .Values.networkPolicy.enabled -}}
{{- $warnings = append $warnings "networkPolicy.enabled is false: every pod of the cluster reaches the services." -}}
{{- end -}}
{{- if not .Values.delivery.mailboxes.enabled -}}
{{- $warnings = append $warnings "delivery.mailboxes.enabled is false: mail for domains without store (lmtp:...) waits." -}}
{{- end -}}
{{- if and (has "rbl" $names) (not (dig "rbl" "files" "rbl.yaml" "" .Values.checks)) -}}
{{- $warnings = append $warnings "checks.rbl asks no list: name some in checks.rbl.files." -}}
{{- end -}}
{{- toJson $warnings -}}
{{- end -}}
