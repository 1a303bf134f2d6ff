package io.postern.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What to measure of delivery.
 *
 * @param what mailboxes, relay or dead
 * @param data the folder of the stack
 * @param portOffset of the stack
 * @param sinkPort where the sink listens, and the hosts of all domains
 * @param mails of a round
 * @param warmup mails before that are not counted
 * @param size bytes of a mail
 * @param rounds measurements
 * @param connections to the sink
 * @param living domains that take mail
 * @param dead domains that do not
 * @param recipients of each domain
 */
record DeliveryOptions(
        String what,
        Path data,
        int portOffset,
        int sinkPort,
        int mails,
        int warmup,
        int size,
        int rounds,
        int connections,
        int living,
        int dead,
        int recipients) {

    static final String USAGE = """
            bench/delivery mailboxes|relay|dead --data DIR [--port-offset 0] [--sink-port 2600] [--mails 20000] [--warmup 10000]
                           [--size 4096] [--rounds 3] [--connections 20] [--living 100] [--dead 900] [--recipients 100]

            Starts broker, database, name server and delivery-service with their data in DIR, and gives them approved mail.
            mailboxes: each mail to one of 100 Maildirs. relay: each to smtp-sink, in turns with smtp-source straight to
            it, over as many connections. dead: --recipients of each domain are queued, and then delivery is started: those
            of the living alone, and among those of the dead, of which every second host refuses and the others swallow.""";

    /** @throws BadOption if it makes no sense */
    static DeliveryOptions parse(String... args) {
        if (args.length == 0) {
            throw new BadOption("what?");
        }
        Path data = Path.of("target/bench");
        int portOffset = 0;
        int sinkPort = 2600;
        int mails = 20_000;
        int warmup = 10_000;
        int size = 4096;
        int rounds = 3;
        int connections = 20;
        int living = 100;
        int dead = 900;
        int recipients = 100;
        for (List<String> option : BadOption.pairs(Arrays.copyOfRange(args, 1, args.length))) {
            String value = option.getLast();
            switch (option.getFirst()) {
                case "--data" -> data = Path.of(value);
                case "--port-offset" -> portOffset = BadOption.atLeast(0, value);
                case "--sink-port" -> sinkPort = BadOption.atLeast(1, value);
                case "--mails" -> mails = BadOption.atLeast(1, value);
                case "--warmup" -> warmup = BadOption.atLeast(1, value);
                case "--size" -> size = BadOption.atLeast(Mails.SMALLEST, value);
                case "--rounds" -> rounds = BadOption.atLeast(1, value);
                case "--connections" -> connections = BadOption.atLeast(1, value);
                case "--living" -> living = BadOption.atLeast(1, value);
                case "--dead" -> dead = BadOption.atLeast(0, value);
                case "--recipients" -> recipients = BadOption.atLeast(1, value);
                default -> throw new BadOption("unknown option " + option.getFirst());
            }
        }
        return new DeliveryOptions(
                args[0],
                data,
                portOffset,
                sinkPort,
                mails,
                Math.min(warmup, mails),
                size,
                rounds,
                connections,
                living,
                dead,
                recipients);
    }
}
