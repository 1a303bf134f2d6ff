{{- /* A rule of what may be asked. No peers: anybody. (to, ports) */ -}}
{{- define "postern.egress" -}}
- ports:
    {{- range .ports }}
    - port: {{ int . }}
      protocol: TCP
    {{- if eq (int .) 53 }}
    - port: 53
      protocol: UDP
    {{- end }}
    {{- end }}
  {{- with .to }}
  to:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}

{{- define "postern.egress.dns" -}}
{{ include "postern.egress" (dict "ports" (list 53) "to" .Values.networkPolicy.dns) }}
{{- end -}}

{{- define "postern.egress.kafka" -}}
{{- $ports := list -}}
{{- range splitList "," (include "postern.kafka.bootstrap" .) }}{{ $ports = append $ports (regexFind "[0-9]+$" (trim .) | int) }}{{ end -}}
{{ include "postern.egress" (dict "ports" (uniq $ports) "to" .Values.networkPolicy.kafka) }}
{{- end -}}
