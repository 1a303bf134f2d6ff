package io.postern.ingress;

/** Something of the operator's that may change at any time. */
public interface Watched {

    /** Looks whether it has changed, and takes the change over if it is good. Called once a second by one thread. */
    void look() throws Exception;
}
