# Is the release well? Each service at HOST:PORT in $READY tells that it can do its job, and the ingress at $SMTP speaks
# SMTP. With $PROXY set its connections begin as a load balancer's do. Needs bash alone.
set -u

fail() {
  echo "FAILED: $1"
  exit 1
}

ready() {
  exec 3<>"/dev/tcp/${1%:*}/${1#*:}" || fail "$1 does not listen"
  printf 'GET /q/health/ready HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n' "$1" >&3
  read -r -t 10 _ status _ <&3 || fail "$1 does not answer"
  body=$(timeout 10 cat <&3)
  exec 3>&-
  [ "$status" = 200 ] || fail "$1 is not ready: $body"
  echo "ready: $1"
}

reply() {
  while read -r -t 30 line <&3; do
    case $line in
      "$1"-*) ;;
      "$1"*) return ;;
      *) fail "$SMTP says $line" ;;
    esac
  done
  fail "$SMTP says nothing"
}

smtp() {
  exec 3<>"/dev/tcp/${SMTP%:*}/${SMTP#*:}" || fail "$SMTP does not listen"
  [ -z "${PROXY:-}" ] || printf 'PROXY UNKNOWN\r\n' >&3
  reply 220
  printf 'EHLO smoke-test.invalid\r\n' >&3
  reply 250
  printf 'QUIT\r\n' >&3
  reply 221
  exec 3>&-
  echo "speaks SMTP: $SMTP"
}

for service in $READY; do
  ready "$service"
done
smtp
echo "PASSED"
