package io.postern.ingress.auth;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Prints a line for the user file: the name is the argument, the password is asked for or read from the input, so that it
 * shows in no list of processes.
 */
final class UserLine {

    private UserLine() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            throw new IllegalArgumentException("one argument, the name of the user");
        }
        char[] password = password();
        System.out.println(UserFile.line(arguments[0], password == null ? new char[0] : password));
    }

    private static char @Nullable [] password() throws IOException {
        Console console = System.console();
        if (console != null) {
            return console.readPassword("Password: ");
        }
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line = input.readLine();
        return line == null ? null : line.toCharArray();
    }
}
