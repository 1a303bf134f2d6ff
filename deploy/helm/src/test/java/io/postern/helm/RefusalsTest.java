package io.postern.helm;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot work is refused before it is installed, with a word on what to change. */
class RefusalsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "minimal | ingress.replicas | 17 | 17 replicas need as many partitions of mail.verdicts.v1, and it has 16",
                "production | ingress.autoscaling.maxReplicas | 17 | 17 replicas need as many partitions",
                "minimal | kafka.bootstrap | '' | kafka.bootstrap is missing",
                "minimal | database.host | '' | database.host is missing",
                "minimal | database.existingSecret | '' | database.existingSecret is missing",
                "minimal | kafka.auth.type | scram-sha-512 | kafka.auth.existingSecret is missing",
                "minimal | kafka.strimzi.enabled | true | kafka.strimzi.cluster is missing",
                "production | kafka.auth.type | none | without users there are no rights to give",
                "minimal | kafka.topics.partitions.mail\\.verdict\\.v1 | 4 | there is no topic mail.verdict.v1",
                "minimal | checks.mine.reads[0] | mail.contents.v1 | checks.mine: there is no topic mail.contents.v1",
                "minimal | checks.delivery.reads[0] | mail.content.v1 | checks.delivery: the name is taken",
                "minimal | checks.rbl.autoscaling.minReplicas | 9 | autoscaling.minReplicas is 9, maxReplicas only 4",
                "minimal | ingress.autoscaling.type | keda | it has no lag to be scaled by",
                "minimal | ingress.service.externalTrafficPolicy | Cluster | every client has the address of a node",
                "minimal | ingress.tls.certManager.enabled | true | ingress.tls.certManager.issuerRef.name is missing",
                "minimal | delivery.mailboxes.accessModes[0] | ReadWriteOnce | needs mailboxes.accessModes with ReadWriteMany",
                "minimal | ingress.replica | 3 | additional properties 'replica' not allowed",
                "minimal | checks.rbl.read | x | additional properties 'read' not allowed",
                "minimal | checks.mine.replicas | 2 | missing property 'reads'",
                "minimal | checks.Mine.reads[0] | mail.content.v1 | does not match pattern",
                "minimal | kafka.topics.replicas | 2 | value must be one of 1, 3",
                "minimal | kafka.bootstrap | kafka | does not match pattern",
                "minimal | checks.rbl.autoscaling.type | both | value must be one of",
                "minimal | ingress.service.proxyNetworks[0] | 10.0.0.1 | does not match pattern",
            })
    void whatCannotWorkIsRefused(String set, String key, String value, String reason) {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> Chart.of(set).with(key, value).text())
                .withMessageContaining(reason);
    }
}
