package io.postern.content;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Finds thousands of phrases in one pass over a text: the automaton of Aho and Corasick (Communications of the ACM 18,
 * 1975). The time depends on the length of the text, hardly on the number of phrases. Immutable.
 *
 * <p>A node is the prefix of some phrase, its number the order in which it was found; the root, 0, is the empty prefix.
 */
final class PhraseAutomaton {

    /** Told of every place where a phrase lies. */
    interface Hit {
        /**
         * @param phrase which one, by its place in the list
         * @param start of it in the text
         * @param end behind its last character
         */
        void found(int phrase, int start, int end);
    }

    private static final int ROOT = 0;
    private static final int NONE = -1;

    private static final class Node {
        final int parent;
        final char last;
        final int depth;
        int phrase = NONE;
        /** The longest proper suffix that is a node too. */
        int fallback = ROOT;
        /** The longest proper suffix that is a phrase. */
        int shorter = NONE;

        Node(int parent, char last, int depth) {
            this.parent = parent;
            this.last = last;
            this.depth = depth;
        }
    }

    private final List<Node> nodes = new ArrayList<>();
    private final Edges edges = new Edges();

    /** @param phrases none of them empty; of two equal ones the later is found */
    PhraseAutomaton(List<String> phrases) {
        nodes.add(new Node(NONE, '\0', 0));
        for (int phrase = 0; phrase < phrases.size(); phrase++) {
            nodes.get(insert(phrases.get(phrase))).phrase = phrase;
        }
        nodes.stream()
                .skip(1)
                .sorted(Comparator.comparingInt(node -> node.depth))
                .forEach(this::link);
    }

    private int insert(String phrase) {
        int node = ROOT;
        for (int i = 0; i < phrase.length(); i++) {
            int next = edges.get(node, phrase.charAt(i));
            if (next == NONE) {
                next = nodes.size();
                nodes.add(new Node(node, phrase.charAt(i), i + 1));
                edges.put(node, phrase.charAt(i), next);
            }
            node = next;
        }
        return node;
    }

    /** Needs the shorter nodes linked. */
    private void link(Node node) {
        node.fallback = node.parent == ROOT ? ROOT : step(nodes.get(node.parent).fallback, node.last);
        Node fallback = nodes.get(node.fallback);
        node.shorter = fallback.phrase == NONE ? fallback.shorter : node.fallback;
    }

    void search(String text, Hit hit) {
        int node = ROOT;
        for (int i = 0; i < text.length(); i++) {
            node = step(node, text.charAt(i));
            report(node, i + 1, hit);
        }
    }

    private int step(int from, char c) {
        for (int node = from; ; node = nodes.get(node).fallback) {
            int next = edges.get(node, c);
            if (next != NONE || node == ROOT) {
                return Math.max(next, ROOT);
            }
        }
    }

    private void report(int at, int end, Hit hit) {
        for (int i = at; i != NONE; i = nodes.get(i).shorter) {
            Node node = nodes.get(i);
            if (node.phrase != NONE) {
                hit.found(node.phrase, end - node.depth, end);
            }
        }
    }

    /** From node and character to node: an open hash table without boxes, for it is asked for every character. */
    private static final class Edges {

        private static final int SPREAD = 0x9E3779B9;

        private long[] keys = new long[1024];
        private int[] targets = new int[1024];
        private int size;

        int get(int node, char c) {
            int slot = slot(key(node, c));
            return keys[slot] == 0 ? NONE : targets[slot];
        }

        void put(int node, char c, int target) {
            if (++size > keys.length / 2) {
                grow();
            }
            int slot = slot(key(node, c));
            keys[slot] = key(node, c);
            targets[slot] = target;
        }

        /** Never 0, which marks a free slot. */
        private static long key(int node, char c) {
            return ((long) (node + 1) << Character.SIZE) | c;
        }

        private int slot(long key) {
            int mask = keys.length - 1;
            int slot = ((Long.hashCode(key) * SPREAD) >>> 7) & mask;
            while (keys[slot] != 0 && keys[slot] != key) {
                slot = (slot + 1) & mask;
            }
            return slot;
        }

        private void grow() {
            long[] oldKeys = keys;
            int[] oldTargets = targets;
            keys = new long[oldKeys.length * 2];
            targets = Arrays.copyOf(oldTargets, keys.length);
            for (int i = 0; i < oldKeys.length; i++) {
                if (oldKeys[i] != 0) {
                    int slot = slot(oldKeys[i]);
                    keys[slot] = oldKeys[i];
                    targets[slot] = oldTargets[i];
                }
            }
        }
    }
}
