{{- /*
The secrets of a unit as files below /run/secrets. One at the top is a setting, its name the key, so that none is in the
environment, which programs like to print. (root, unit)
*/ -}}
{{- define "postern.secrets" -}}
{{- $files := include "postern.kafka.secrets" (dict "root" .root "secret" (include "postern.unit.kafkaSecret" .)) | fromJsonArray -}}
{{- if .unit.database -}}
{{- $secret := required "database.existingSecret is missing: the secret with the password of the database" .root.Values.database.existingSecret -}}
{{- $files = append $files (dict "secret" $secret "key" .root.Values.database.passwordKey "path" "quarkus.datasource.password") -}}
{{- with .root.Values.database.caSecret }}{{ $files = append $files (dict "secret" . "key" $.root.Values.database.caKey "path" "database/ca.crt") }}{{ end -}}
{{- end -}}
{{- if .unit.rest -}}
{{- with .root.Values.operator.existingSecret }}{{ $files = append $files (dict "secret" . "key" $.root.Values.operator.passwordKey "path" "quarkus.security.users.embedded.users.operator") }}{{ end -}}
{{- end -}}
{{- toJson (concat $files (.unit.secrets | default list) .unit.v.secrets) -}}
{{- end -}}

{{- define "postern.unit.kafkaSecret" -}}
{{- include "postern.kafka.userSecret" (dict "root" .root "name" .unit.name "own" .unit.v.kafkaSecret) -}}
{{- end -}}

{{- /* (root, unit) */ -}}
{{- define "postern.env" -}}
- name: SMALLRYE_CONFIG_LOCATIONS
  value: file:///etc/postern/application.properties
- name: SMALLRYE_CONFIG_SOURCE_FILE_LOCATIONS
  value: /run/secrets
# Names of mailboxes and files may be in any script.
- name: LC_ALL
  value: C.UTF-8
{{- with .unit.v.javaOptions }}
- name: JAVA_TOOL_OPTIONS
  value: {{ . | quote }}
{{- end }}
{{- with .unit.env }}
{{ toYaml . }}
{{- end }}
{{- with .unit.v.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "postern.topologySpread" -}}
{{- $spread := .unit.v.topologySpread -}}
{{- range $key, $when := dict "topology.kubernetes.io/zone" $spread.zone "kubernetes.io/hostname" $spread.node }}
{{- if $when }}
- maxSkew: 1
  topologyKey: {{ $key }}
  whenUnsatisfiable: {{ $when }}
  labelSelector:
    matchLabels:
      {{- include "postern.selector" (dict "root" $.root "name" $.unit.name) | nindent 6 }}
{{- end }}
{{- end }}
{{- end -}}

{{- /* What the Pod Security Standard "restricted" asks of a container. */ -}}
{{- define "postern.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{- /* The template of a unit's pods. (root, unit) */ -}}
{{- define "postern.pod" -}}
{{- $v := .unit.v -}}
{{- $secrets := include "postern.secrets" . | fromJsonArray -}}
metadata:
  labels:
    {{- include "postern.labels" (dict "root" .root "name" .unit.name) | nindent 4 }}
    {{- with $v.podLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  annotations:
    # Properties are read at the start; all other files again when they change, so no pod is stopped for those.
    checksum/settings: {{ include "postern.settings" . | sha256sum }}
    {{- with $v.podAnnotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  serviceAccountName: {{ include "postern.fullname" .root }}-{{ .unit.name }}
  automountServiceAccountToken: false
  # Kubernetes would tell of our services as variables POSTERN_..., which a service took for settings.
  enableServiceLinks: false
  {{- with .root.Values.image.pullSecrets }}
  imagePullSecrets:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $v.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
  securityContext:
    {{- toYaml $v.podSecurityContext | nindent 4 }}
  terminationGracePeriodSeconds: {{ .unit.grace }}
  containers:
    - name: {{ .unit.name }}
      image: {{ include "postern.image" (dict "root" .root "image" $v.image) }}
      imagePullPolicy: {{ .root.Values.image.pullPolicy }}
      securityContext:
        {{- include "postern.containerSecurity" . | nindent 8 }}
      env:
        {{- include "postern.env" . | nindent 8 }}
      {{- with $v.extraEnvFrom }}
      envFrom:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      ports:
        - name: http
          containerPort: 8080
        {{- range $name, $port := .unit.ports }}
        - name: {{ $name }}
          containerPort: {{ $port }}
        {{- end }}
      # A database or Kafka that starts after us is waited for.
      startupProbe:
        httpGet:
          path: /q/health/started
          port: http
        periodSeconds: 2
        timeoutSeconds: 2
        failureThreshold: 120
      livenessProbe:
        httpGet:
          path: /q/health/live
          port: http
        periodSeconds: 10
        timeoutSeconds: 5
        failureThreshold: 6
      readinessProbe:
        httpGet:
          path: /q/health/ready
          port: http
        periodSeconds: 5
        timeoutSeconds: 5
        failureThreshold: 2
      lifecycle:
        preStop:
          # Until nobody is sent here any more.
          sleep:
            seconds: {{ $v.preStopSeconds }}
      resources:
        {{- toYaml $v.resources | nindent 8 }}
      volumeMounts:
        # As a folder: a file mounted by itself would never change.
        - name: config
          mountPath: /etc/postern
          readOnly: true
        {{- if $secrets }}
        - name: secrets
          mountPath: /run/secrets
          readOnly: true
        {{- end }}
        # What is too large for the memory.
        - name: spool
          mountPath: /var/spool/postern
        - name: spool
          mountPath: /tmp
        {{- if .unit.mailboxes }}
        - name: mailboxes
          mountPath: /var/mail/postern
        {{- end }}
        {{- with $v.extraVolumeMounts }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
  volumes:
    - name: config
      projected:
        sources:
          - configMap:
              name: {{ include "postern.fullname" .root }}-{{ .unit.name }}
          {{- with $v.filesFrom }}
          {{- toYaml . | nindent 10 }}
          {{- end }}
    {{- if $secrets }}
    - name: secrets
      projected:
        defaultMode: 0440
        sources:
          {{- include "postern.secretSources" $secrets | trim | nindent 10 }}
    {{- end }}
    - name: spool
      emptyDir:
        sizeLimit: {{ $v.spoolSize }}
    {{- if .unit.mailboxes }}
    - name: mailboxes
      persistentVolumeClaim:
        claimName: {{ $v.mailboxes.existingClaim | default (printf "%s-mailboxes" (include "postern.fullname" .root)) }}
    {{- end }}
    {{- with $v.extraVolumes }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- with include "postern.topologySpread" . }}
  topologySpreadConstraints:
    {{- . | trim | nindent 4 }}
  {{- end }}
  {{- with $v.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $v.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $v.affinity }}
  affinity:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}
