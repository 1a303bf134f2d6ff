package io.postern.local;

import java.security.SecureRandom;
import java.util.stream.Collectors;

/** Passwords that nobody has to think up, and that a person can read off and type. */
final class Passwords {

    /** Without those that look like another. */
    private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    /** 116 bits. */
    private static final int LENGTH = 20;

    private Passwords() {}

    static String random() {
        return new SecureRandom()
                .ints(LENGTH, 0, ALPHABET.length())
                .mapToObj(index -> String.valueOf(ALPHABET.charAt(index)))
                .collect(Collectors.joining());
    }
}
