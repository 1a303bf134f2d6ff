package io.postern.system.dialogue;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.regex.Pattern;

/** A pattern in which {@code *} stands for anything and every other character for itself. */
record Glob(String text) {

    boolean matches(String line) {
        String regex = Arrays.stream(text.split("\\*", -1)).map(Pattern::quote).collect(joining(".*"));
        return Pattern.compile(regex, Pattern.DOTALL).matcher(line).matches();
    }
}
