/**
 * The chart, rendered by Helm itself and looked at as a cluster would: is each object one that Kubernetes takes, does
 * what refers to something find it, and does what is promised of the pods, the network and the rights in Kafka hold.
 */
@NullMarked
package io.postern.helm;

import org.jspecify.annotations.NullMarked;
