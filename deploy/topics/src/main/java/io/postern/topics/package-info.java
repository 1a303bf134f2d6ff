/**
 * The topics that mail travels through have to be there before anybody writes to them, and with settings that keep what
 * a 250 has promised. They are created here and nowhere else: the local stack calls {@link
 * io.postern.topics.KafkaTopics}, compose and the chart run {@link io.postern.topics.Main} as a job.
 */
@NullMarked
package io.postern.topics;

import org.jspecify.annotations.NullMarked;
