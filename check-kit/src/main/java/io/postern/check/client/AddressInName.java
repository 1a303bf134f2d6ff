package io.postern.check.client;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Whether a host name is made of its address, as providers name lines that they know nothing of: {@code
 * 203-0-113-7.dyn.example}, {@code p5DE3A1B2.dip0.example}. Names are given in lower case.
 */
public final class AddressInName {

    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final Pattern GROUP = Pattern.compile("(?<![0-9a-z])[0-9a-f]{1,4}(?![0-9a-z])");
    private static final Pattern SEPARATORS = Pattern.compile("[-._]");

    /** Of a number in a name, to be taken for one that stands for more than an octet. */
    private static final int LONG = 8;

    private static final List<HexFormat> HEX =
            List.of(HexFormat.of(), HexFormat.ofDelimiter("-"), HexFormat.ofDelimiter("."));

    private static final int OCTET_DIGITS = 3;
    private static final int HALF = 16;

    private AddressInName() {}

    public static boolean is(String name, InetAddress client) {
        byte[] address = client.getAddress();
        return address.length == 4 ? v4(name, address) : v6(name, address);
    }

    private static boolean v4(String name, byte[] address) {
        List<String> numbers = numbers(name);
        return inAnyOrder(numbers, address)
                || inOrder(name, numbers, address)
                || inOrder(name, numbers, reversed(address))
                || numbers.contains(Long.toString(new BigInteger(1, address).longValue()));
    }

    private static List<String> numbers(String name) {
        return NUMBER.matcher(name).results().map(MatchResult::group).toList();
    }

    /** All four, next to each other: {@code 7.red-203-0-113}. */
    private static boolean inAnyOrder(List<String> numbers, byte[] address) {
        List<Integer> sought = octets(address).stream().sorted().toList();
        List<Integer> small = small(numbers);
        return IntStream.rangeClosed(0, small.size() - sought.size())
                .mapToObj(i -> small.subList(i, i + sought.size()))
                .anyMatch(window -> window.stream().sorted().toList().equals(sought));
    }

    private static boolean inOrder(String name, List<String> numbers, byte[] address) {
        List<Integer> octets = octets(address);
        return inARow(small(numbers), octets)
                || numbers.stream().filter(number -> number.length() >= LONG).anyMatch(number -> inOne(number, octets))
                || HEX.stream().anyMatch(hex -> name.contains(hex.formatHex(address)));
    }

    /** Three of them: {@code host7.ip-203-0-113}. */
    private static boolean inARow(List<Integer> numbers, List<Integer> octets) {
        return Collections.indexOfSubList(numbers, octets.subList(0, 3)) >= 0
                || Collections.indexOfSubList(numbers, octets.subList(1, 4)) >= 0;
    }

    /** {@code 203000113007} or {@code 20301137}. */
    private static boolean inOne(String number, List<Integer> octets) {
        return number.equals(octets.stream().map("%03d"::formatted).collect(Collectors.joining()))
                || number.equals(octets.stream().map(String::valueOf).collect(Collectors.joining()));
    }

    private static List<Integer> octets(byte[] address) {
        return IntStream.range(0, address.length)
                .map(i -> Byte.toUnsignedInt(address[i]))
                .boxed()
                .toList();
    }

    /** Leading zeros dropped; what cannot be an octet is -1. */
    private static List<Integer> small(List<String> numbers) {
        return numbers.stream()
                .map(number -> number.length() <= OCTET_DIGITS ? Integer.parseInt(number) : -1)
                .toList();
    }

    private static byte[] reversed(byte[] address) {
        byte[] reversed = new byte[address.length];
        for (int i = 0; i < address.length; i++) {
            reversed[i] = address[address.length - 1 - i];
        }
        return reversed;
    }

    private static boolean v6(String name, byte[] address) {
        String nibbles = HexFormat.of().formatHex(address);
        String half = nibbles.substring(HALF);
        String flat = SEPARATORS.matcher(name).replaceAll("");
        return flat.contains(nibbles)
                || flat.contains(new StringBuilder(nibbles).reverse())
                || (telling(half) && flat.contains(half))
                || inGroups(name, nibbles);
    }

    /** Enough of it is not zero that it is not there by chance. */
    private static boolean telling(String nibbles) {
        return nibbles.chars().filter(c -> c != '0').count() >= LONG;
    }

    /** As addresses are written, zeros left out or not: {@code 2001-db8--7-1}; or their second half alone. */
    private static boolean inGroups(String name, String nibbles) {
        List<Integer> written = GROUP.matcher(name)
                .results()
                .map(group -> Integer.parseInt(group.group(), 16))
                .filter(group -> group != 0)
                .toList();
        List<Integer> all = groups(nibbles);
        List<Integer> half = groups(nibbles.substring(HALF));
        return (all.size() >= 3 && Collections.indexOfSubList(written, all) >= 0)
                || (telling(nibbles.substring(HALF)) && Collections.indexOfSubList(written, half) >= 0);
    }

    /** Those that are not zero. */
    private static List<Integer> groups(String nibbles) {
        return IntStream.range(0, nibbles.length() / 4)
                .map(i -> Integer.parseInt(nibbles.substring(4 * i, 4 * i + 4), 16))
                .filter(group -> group != 0)
                .boxed()
                .toList();
    }
}
