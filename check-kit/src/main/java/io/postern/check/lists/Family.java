package io.postern.check.lists;

/** What can be looked up in a list (RFC 5782 sections 2.1, 2.2 and 2.4). */
public enum Family {
    NAME,
    IPV4,
    IPV6;

    private static final int OCTETS_OF_IPV4 = 4;

    /** Of an address. */
    public static Family of(byte[] octets) {
        return octets.length == OCTETS_OF_IPV4 ? IPV4 : IPV6;
    }
}
