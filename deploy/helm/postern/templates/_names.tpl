{{- define "postern.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- ternary .Release.Name (printf "%s-%s" .Release.Name $name) (contains $name .Release.Name) | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- /* What selects the pods of a service. Fixed for the life of a release. (root, name) */ -}}
{{- define "postern.selector" -}}
app.kubernetes.io/name: {{ default .root.Chart.Name .root.Values.nameOverride }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .name }}
{{- end -}}

{{- /* (root, name) */ -}}
{{- define "postern.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{ include "postern.selector" . }}
app.kubernetes.io/version: {{ .root.Values.image.tag | default .root.Chart.AppVersion | trunc 63 | quote }}
app.kubernetes.io/part-of: postern
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
{{- end -}}

{{- /* (root, name) */ -}}
{{- define "postern.metadata" -}}
name: {{ include "postern.fullname" .root }}-{{ .name }}
namespace: {{ .root.Release.Namespace }}
labels:
  {{- include "postern.labels" . | nindent 2 }}
{{- end -}}

{{- /* (root, image) */ -}}
{{- define "postern.image" -}}
{{- with .image -}}
{{- $name := ternary .repository (printf "%s/%s" $.root.Values.image.registry .repository) (empty $.root.Values.image.registry) -}}
{{- if .digest -}}
{{ $name }}@{{ .digest }}
{{- else -}}
{{ $name }}:{{ .tag | default $.root.Values.image.tag | default $.root.Chart.AppVersion }}
{{- end -}}
{{- end -}}
{{- end -}}

{{- /* A value as a property is written. Helm reads every number as a float: without this 25000000 were 2.5e+07. */ -}}
{{- define "postern.property" -}}
{{- $text := . | toString -}}
{{- if and (kindIs "float64" .) (eq (floor .) .) }}{{ $text = . | int64 | toString }}{{ end -}}
{{- $text | replace "\\" "\\\\" | replace "\n" "\\n" -}}
{{- end -}}
