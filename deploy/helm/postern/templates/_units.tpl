{{- /*
The services of this release as one list, so that every kind of object is one template over it and no template knows a
service by its name. A unit has

  name         as in labels and names of objects
  kind         of its workload
  v            its values on top of .Values.defaults
  settings     its properties
  env          variables that it needs besides
  secrets      files that it needs below /run/secrets: (secret, key, path)
  reads        topics that it reads in the group, so that its lag shows
  group        its consumer group; with groups: prefix, what the names of its groups begin with
  watches      another's group whose offsets it looks at
  tables       topics that it reads whole, without a group
  writes       topics
  makesDead    whether it makes its topic of dead letters itself where it is missing, as check-kit does
  resolves     whether it asks the DNS of the world
  database     whether it has something in the database
  rest         whether it has an interface for operators
  grace        seconds from the decision to stop a pod until it is killed
*/ -}}
{{- define "postern.units" -}}
{{- $units := list (include "postern.ingress" . | fromYaml) (include "postern.delivery" . | fromYaml) -}}
{{- range $name, $check := .Values.checks -}}
{{- if $check -}}
{{- if ne (toString $check.enabled) "false" -}}
{{- $units = append $units (include "postern.check" (dict "root" $ "name" $name "check" $check) | fromYaml) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- toJson $units -}}
{{- end -}}

{{- define "postern.ingress" -}}
{{- $v := mergeOverwrite (deepCopy .Values.defaults) (deepCopy .Values.ingress) -}}
name: ingress
kind: StatefulSet
v: {{ toJson $v }}
settings:
  postern.ingress.policy-file: /etc/postern/policy.yaml
  postern.ingress.spool-dir: /var/spool/postern/ingress
  postern.ingress.drain: {{ printf "%vs" $v.drainSeconds }}
  {{- with $v.hostname }}
  postern.ingress.host: {{ . }}
  {{- end }}
  {{- with $v.postmaster }}
  postern.ingress.postmaster: {{ . | quote }}
  {{- end }}
  {{- with $v.relayNetworks }}
  postern.ingress.networks.relay: {{ join "," . | quote }}
  {{- end }}
  {{- with $v.service.proxyNetworks }}
  postern.ingress.networks.proxy: {{ join "," . | quote }}
  {{- end }}
  {{- if include "postern.tls.secret" . }}
  postern.ingress.tls.certificates[0].chain: /run/secrets/tls/tls.crt
  postern.ingress.tls.certificates[0].key: /run/secrets/tls/tls.key
  {{- end }}
  {{- if $v.usersSecret }}
  postern.ingress.auth.user-file: /run/secrets/ingress/users
  {{- end }}
env:
  - name: POSTERN_INGRESS_REPLY_PARTITION
    valueFrom:
      fieldRef:
        fieldPath: metadata.labels['apps.kubernetes.io/pod-index']
secrets:
  {{- with include "postern.tls.secret" . }}
  - { secret: {{ . }}, key: tls.crt, path: tls/tls.crt }
  - { secret: {{ . }}, key: tls.key, path: tls/tls.key }
  {{- end }}
  {{- with $v.usersSecret }}
  - { secret: {{ . }}, key: {{ $v.usersKey }}, path: ingress/users }
  {{- end }}
ports:
  {{- range $name, $port := include "postern.listeners" . | fromJson }}
  {{ $name }}: {{ $port.container }}
  {{- end }}
reads: []
group: ingress-
groups: prefix
watches: delivery
tables: [mail.verdicts.v1, mail.checks.v1, mail.directory.v1, mail.approved.v1, mail.traces.v1]
writes: [mail.connections.v1, mail.recipients.v1, mail.content.v1, mail.decisions.v1, mail.approved.v1, mail.traces.v1]
grace: {{ add $v.preStopSeconds $v.drainSeconds 30 }}
{{- end -}}

{{- /* Which listeners are open outside: name to port of the service and of the container. */ -}}
{{- define "postern.listeners" -}}
{{- $ports := .Values.ingress.service.ports -}}
{{- $open := dict -}}
{{- with $ports.smtp }}{{ $_ := set $open "smtp" (dict "service" (int .) "container" 2525) }}{{ end -}}
{{- if include "postern.tls.secret" . -}}
{{- with $ports.submission }}{{ $_ := set $open "submission" (dict "service" (int .) "container" 2587) }}{{ end -}}
{{- with $ports.submissions }}{{ $_ := set $open "submissions" (dict "service" (int .) "container" 2465) }}{{ end -}}
{{- end -}}
{{- toJson $open -}}
{{- end -}}

{{- /* The secret with the certificate that clients see; nothing without one. */ -}}
{{- define "postern.tls.secret" -}}
{{- if .Values.ingress.tls.certManager.enabled -}}
{{- .Values.ingress.tls.existingSecret | default (printf "%s-tls" (include "postern.fullname" .)) -}}
{{- else -}}
{{- .Values.ingress.tls.existingSecret -}}
{{- end -}}
{{- end -}}

{{- define "postern.delivery" -}}
{{- $v := mergeOverwrite (deepCopy .Values.defaults) (deepCopy .Values.delivery) -}}
name: delivery
kind: Deployment
v: {{ toJson $v }}
settings:
  postern.delivery.mail-dir: /var/mail/postern
  {{- if $v.mailboxes.enabled }}
  postern.delivery.large.folder: /var/mail/postern/.contents
  {{- end }}
  postern.delivery.directory-file: /etc/postern/directory.yaml
  postern.delivery.routes-file: /etc/postern/routes.yaml
  {{- with $v.hostname | default .Values.ingress.hostname }}
  postern.delivery.host-name: {{ . }}
  {{- end }}
mailboxes: {{ $v.mailboxes.enabled }}
reads: [mail.approved.v1]
group: delivery
earliest: true
tables: [mail.content.v1, mail.directory.v1, mail.traces.v1]
writes: [mail.deliveries.v1, mail.directory.v1, mail.operations.v1, mail.traces.v1]
resolves: true
database: true
rest: true
smtp: {{ toJson $v.smtpPorts }}
grace: {{ add $v.preStopSeconds $v.stopSeconds }}
{{- end -}}

{{- /* (root, name, check) */ -}}
{{- define "postern.check" -}}
{{- $v := mergeOverwrite (deepCopy .root.Values.defaults) (dict "image" (dict "repository" (printf "postern/%s-service" .name))) (deepCopy .check) -}}
name: {{ .name }}
kind: Deployment
v: {{ toJson $v }}
settings: {}
reads: {{ toJson $v.reads }}
group: {{ .name }}
tables: {{ toJson (concat (list "mail.traces.v1") ($v.tables | default list)) }}
writes: {{ toJson (concat (list "mail.verdicts.v1" "mail.checks.v1" "mail.traces.v1") ($v.writes | default list)) }}
makesDead: true
resolves: {{ $v.dns | default false }}
database: {{ $v.database | default false }}
rest: {{ $v.rest | default false }}
grace: {{ add $v.preStopSeconds $v.stopSeconds }}
{{- end -}}

{{- /* The properties of a unit; the operator's own come last and win. (root, unit) */ -}}
{{- define "postern.settings" -}}
{{- $settings := dict "quarkus.http.host" "0.0.0.0" "quarkus.http.port" 8080 -}}
{{- range $key, $value := include "postern.kafka.settings" . | fromJson }}{{ $_ := set $settings (printf "kafka.%s" $key) $value }}{{ end -}}
{{- if .unit.database }}{{ $settings = mergeOverwrite $settings (include "postern.database.settings" .root | fromJson) }}{{ end -}}
{{- if and .unit.rest .root.Values.operator.existingSecret }}{{ $_ := set $settings "quarkus.security.users.embedded.roles.operator" "operator" }}{{ end -}}
{{- with .root.Values.tracing -}}
{{- if .endpoint -}}
{{- $settings = mergeOverwrite $settings (dict "quarkus.otel.sdk.disabled" false "quarkus.otel.exporter.otlp.endpoint" .endpoint "quarkus.otel.exporter.otlp.protocol" "http/protobuf" "postern.trace.ratio" .ratio) -}}
{{- end -}}
{{- end -}}
{{- if .root.Values.logs.json }}{{ $_ := set $settings "quarkus.log.console.json.enabled" true }}{{ end -}}
{{- range $key, $value := mergeOverwrite $settings .unit.settings .unit.v.config }}
{{ $key }}={{ include "postern.property" $value }}
{{- end }}
{{- end -}}

{{- define "postern.database.settings" -}}
{{- with .Values.database -}}
{{- $url := printf "jdbc:postgresql://%s:%d/%s?sslmode=%s" (required "database.host is missing" .host) (int .port) .name .sslMode -}}
{{- if .caSecret }}{{ $url = printf "%s&sslrootcert=/run/secrets/database/ca.crt" $url }}{{ end -}}
{{- toJson (dict "quarkus.datasource.jdbc.url" $url "quarkus.datasource.username" .username) -}}
{{- end -}}
{{- end -}}

{{- /* How many pods a unit may have: the least and the most. (unit) */ -}}
{{- define "postern.least" -}}
{{- with .unit.v }}{{ ternary .replicas .autoscaling.minReplicas (eq .autoscaling.type "none") | int }}{{ end -}}
{{- end -}}
{{- define "postern.most" -}}
{{- with .unit.v }}{{ ternary .replicas .autoscaling.maxReplicas (eq .autoscaling.type "none") | int }}{{ end -}}
{{- end -}}
