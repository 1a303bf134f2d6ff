{{- /*
Who may do what in Kafka, as a list of (name, acls): what each service reads and writes, and nothing else. Only checks
write verdicts, and only the ingress writes approved mail, because no other unit has them among its topics.
*/ -}}
{{- define "postern.users" -}}
{{- $users := list -}}
{{- $suffix := (.Files.Get "files/topics.json" | fromJson).dead.suffix -}}
{{- $lags := list -}}
{{- range include "postern.units" . | fromJsonArray -}}
{{- $acls := list -}}
{{- range sortAlpha (uniq (concat .reads .tables)) }}{{ $acls = append $acls (dict "type" "topic" "name" . "operations" (list "Read" "Describe")) }}{{ end -}}
{{- range sortAlpha .writes }}{{ $acls = append $acls (dict "type" "topic" "name" . "operations" (list "Write" "Describe")) }}{{ end -}}
{{- $acls = append $acls (dict "type" "topic" "name" (printf "%s%s" .name $suffix) "operations" (ternary (list "Write" "Describe" "Create") (list "Write" "Describe") (.makesDead | default false))) -}}
{{- $acls = append $acls (dict "type" "group" "name" .group "pattern" (.groups | default "literal") "operations" (list "Read" "Describe")) -}}
{{- with .watches }}{{ $acls = append $acls (dict "type" "group" "name" . "operations" (list "Describe")) }}{{ end -}}
{{- $users = append $users (dict "name" .name "acls" $acls) -}}
{{- if eq .v.autoscaling.type "keda" -}}
{{- range .reads }}{{ $lags = append $lags (dict "type" "topic" "name" . "operations" (list "Describe")) }}{{ end -}}
{{- $lags = append $lags (dict "type" "group" "name" .group "operations" (list "Describe")) -}}
{{- end -}}
{{- end -}}
{{- if include "postern.keda.own" . }}{{ $users = append $users (dict "name" "scaler" "acls" (uniq $lags)) }}{{ end -}}
{{- toJson $users -}}
{{- end -}}
