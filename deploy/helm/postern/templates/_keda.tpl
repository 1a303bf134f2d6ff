{{- /* Whether anything is scaled by its lag. */ -}}
{{- define "postern.keda.used" -}}
{{- range include "postern.units" . | fromJsonArray }}{{ if eq .v.autoscaling.type "keda" }}yes{{ end }}{{ end -}}
{{- end -}}

{{- /* Whether KEDA is told by an object of ours how it gets at Kafka. */ -}}
{{- define "postern.keda.own" -}}
{{- $needed := or (eq .Values.kafka.auth.type "tls") (include "postern.kafka.caSecret" .) -}}
{{- if and $needed (include "postern.keda.used" .) (not .Values.defaults.autoscaling.triggerAuthentication) }}yes{{ end -}}
{{- end -}}

{{- /* The TriggerAuthentication of a unit; nothing where none is needed. (root, unit) */ -}}
{{- define "postern.keda.authentication" -}}
{{- if .unit.v.autoscaling.triggerAuthentication -}}
{{- .unit.v.autoscaling.triggerAuthentication -}}
{{- else if include "postern.keda.own" .root -}}
{{- include "postern.fullname" .root }}-scaler
{{- end -}}
{{- end -}}
