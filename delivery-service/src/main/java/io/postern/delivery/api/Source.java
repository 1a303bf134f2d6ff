package io.postern.delivery.api;

/** Where an entry of the directory comes from. */
public enum Source {
    /** The operator's file: it is changed there. */
    FILE,
    /** Added over REST. */
    OPERATOR
}
