package io.postern.ingress.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The users of a file. For somebody who is not among them another one stands in, always the same, so that a wrong name
 * takes as long as a wrong password.
 */
final class Users {

    /** Bytes of a name. */
    static final int MAX_NAME = 255;

    /** Where the fields of a line end that say where a user lives, and those begin that say what he may. */
    private static final int EXTRA_FIELDS = 7;

    private static final Pattern SPACES = Pattern.compile("\\s+");

    static final Users NONE = parse("");

    private final Map<String, User> users;
    private final List<User> standIns;
    private final KeyedDigest secret;
    private final boolean scram;

    /** @param hash his password as it stands in the file */
    private record User(String hash, StoredPassword password) {}

    private Users(Map<String, User> users, String text) {
        this.users = users;
        this.standIns = new ArrayList<>(users.values());
        // The hashes are secret, and the same for all instances: what is made up of them is stable, and nobody else's.
        this.secret = new KeyedDigest(("postern" + text).getBytes(UTF_8));
        this.scram = !users.isEmpty() && standIns.stream().allMatch(user -> user.password() instanceof ScramKeys);
    }

    /** @throws IllegalArgumentException with the line and the reason, which shows no hash */
    static Users parse(String text) {
        Map<String, User> users = new LinkedHashMap<>();
        int number = 0;
        for (String line : text.lines().map(String::strip).toList()) {
            number++;
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            try {
                add(users, line);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("line " + number + ": " + e.getMessage(), e);
            }
        }
        return new Users(users, text);
    }

    private static void add(Map<String, User> users, String line) {
        String[] fields = line.split(":", -1);
        if (fields.length < 2) {
            throw new IllegalArgumentException("not name:{SCHEME}hash");
        }
        if (!isName(fields[0])) {
            throw new IllegalArgumentException("not a name of a user");
        }
        if (fields.length > EXTRA_FIELDS
                && Arrays.stream(fields).skip(EXTRA_FIELDS).anyMatch(field -> !field.isBlank())) {
            throw new IllegalArgumentException("extra fields are not understood");
        }
        String hash = fields[1].strip();
        if (users.put(key(fields[0]), new User(hash, StoredPassword.parse(hash))) != null) {
            throw new IllegalArgumentException("a second line for this user");
        }
    }

    /** Whether it can be a user's name: not empty, not too long, without control characters. */
    static boolean isName(String text) {
        return !text.isBlank()
                && text.getBytes(UTF_8).length <= MAX_NAME
                && text.codePoints().noneMatch(Character::isISOControl);
    }

    /**
     * A name as names are compared: prepared as RFC 4013 says, in lower case, and without the spaces that a directory does
     * not look at, so that no account has more limits than one.
     */
    static String key(String name) {
        String prepared = new String(SaslPrep.prepare(name.toCharArray()));
        return SPACES.matcher(prepared.strip()).replaceAll(" ").toLowerCase(Locale.ROOT);
    }

    int size() {
        return users.size();
    }

    /** Whether each can log in by SCRAM: a client that is offered it and fails does not try anything else. */
    boolean scram() {
        return scram;
    }

    boolean has(String name) {
        return users.containsKey(key(name));
    }

    /** What stands for the user's password in the file, empty if he does not. */
    String hash(String name) {
        User user = users.get(key(name));
        return user == null ? "" : user.hash();
    }

    /** Whether this is the user's password. Takes its time, and for who does not exist as much as for another. */
    boolean matches(String name, char[] password) {
        User user = users.get(key(name));
        User checked = user == null ? standIn(name) : user;
        boolean matches = checked != null && checked.password().matches(password);
        return user != null && matches;
    }

    /** The keys of a user; for who does not exist, or has none, such as nobody's password fits. */
    ScramKeys scram(String name) {
        User user = users.get(key(name));
        if (user != null && user.password() instanceof ScramKeys keys) {
            return keys;
        }
        User other = standIn(name);
        if (other != null && other.password() instanceof ScramKeys keys) {
            return keys.fake(secret, key(name));
        }
        throw new IllegalStateException("not all users have keys");
    }

    private @Nullable User standIn(String name) {
        if (standIns.isEmpty()) {
            return null;
        }
        int any = ByteBuffer.wrap(secret.of("stand-in", key(name))).getInt();
        return standIns.get(Math.floorMod(any, standIns.size()));
    }
}
