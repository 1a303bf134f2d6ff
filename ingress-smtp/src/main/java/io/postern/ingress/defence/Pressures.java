package io.postern.ingress.defence;

import io.postern.contract.Publisher;
import io.postern.ingress.checks.Questions;
import io.postern.ingress.spool.SpoolRoom;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** What mail needs and there is only so much of. */
@Dependent
class Pressures {

    @Produces
    @Singleton
    Pressure questions(Questions questions) {
        return new Pressure("questions", questions::share);
    }

    @Produces
    @Singleton
    Pressure disk(SpoolRoom room) {
        return new Pressure("disk", room::diskShare);
    }

    @Produces
    @Singleton
    Pressure memory(SpoolRoom room) {
        return new Pressure("memory", room::memoryShare);
    }

    @Produces
    @Singleton
    Pressure producer(Publisher publisher) {
        return new Pressure("producer", publisher::bufferShare);
    }
}
