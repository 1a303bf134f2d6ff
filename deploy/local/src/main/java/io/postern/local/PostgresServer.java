package io.postern.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The one database server of a stack. Nobody can log in but {@link #USER}, over loopback, with a password that this
 * stack alone knows: the superuser has none, and there is no socket file.
 */
record PostgresServer(StackOptions options) implements Program {

    static final String NAME = "postgres";

    /** The role of the services, and their database. */
    static final String USER = "postern";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Port> ports() {
        return List.of(Port.POSTGRES);
    }

    @Override
    public void prepare() {
        try {
            PostgresBinaries.unpackOnce(home());
            if (!Files.exists(database())) {
                createDatabase();
            }
            if (!Files.exists(password(options))) {
                choosePassword();
            }
            Files.writeString(database().resolve("pg_hba.conf"), "host all " + USER + " 127.0.0.1/32 scram-sha-256\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the database beside its place and moves it there when it is whole. */
    private void createDatabase() throws IOException {
        Path fresh = options.folder().postgres().resolve("data.new");
        Folders.delete(fresh);
        run(
                "could not create its database",
                "",
                List.of(
                        bin("initdb"),
                        "--pgdata=" + fresh,
                        "--username=postgres",
                        "--auth=reject",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--no-instructions"));
        statements(fresh, "CREATE ROLE " + USER + " LOGIN", "CREATE DATABASE " + USER + " OWNER " + USER);
        Files.deleteIfExists(password(options));
        Files.move(fresh, database(), StandardCopyOption.ATOMIC_MOVE);
    }

    private void choosePassword() throws IOException {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        String password = HexFormat.of().formatHex(random);
        statements(database(), "ALTER ROLE " + USER + " PASSWORD '" + password + "'");
        OwnerOnly.write(password(options), password);
    }

    /** Carries out statements on a database that no server has open. */
    private void statements(Path database, String... statements) throws IOException {
        run(
                "could not set up its database",
                String.join(";\n", statements) + ";\n",
                List.of(bin("postgres"), "--single", "-D", database.toString(), "postgres"));
    }

    private void run(String problem, String input, List<String> command) throws IOException {
        List<String> unprivileged = new ArrayList<>(unprivileged());
        unprivileged.addAll(command);
        LogFile log = options.folder().log(NAME);
        if (Tool.run(unprivileged, input, log) != 0) {
            throw StackFailed.of(NAME, problem, log);
        }
    }

    @Override
    public List<String> command() {
        List<String> command = new ArrayList<>(unprivileged());
        command.addAll(List.of(bin("postgres"), "-D", database().toString()));
        SETTINGS.forEach((key, value) -> command.addAll(List.of("-c", key + "=" + value)));
        command.addAll(List.of("-c", "port=" + options.port(Port.POSTGRES)));
        return command;
    }

    private static final Map<String, String> SETTINGS = Map.of(
            "listen_addresses", "127.0.0.1",
            "unix_socket_directories", "",
            "shared_buffers", "32MB",
            "max_connections", "60",
            "fsync", "on",
            "log_checkpoints", "off");

    /**
     * PostgreSQL refuses to run as root. In a user namespace of its own it is not root, but still owns its files.
     */
    private static List<String> unprivileged() {
        return System.getProperty("user.name").equals("root") ? List.of("unshare", "--user") : List.of();
    }

    @Override
    public Map<String, String> environment() {
        return Map.of();
    }

    @Override
    public boolean ready() {
        return Probe.postgres(options.port(Port.POSTGRES), USER);
    }

    /** A fast shutdown: it does not wait for clients to leave by themselves. */
    @Override
    public Signal farewell() {
        return Signal.INT;
    }

    static String url(StackOptions options) {
        return "jdbc:postgresql://" + options.address(Port.POSTGRES) + "/" + USER;
    }

    /** Reads the password that the services log in with. */
    static String readPassword(StackOptions options) {
        try {
            return Files.readString(password(options), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path password(StackOptions options) {
        return options.folder().run().resolve("postgres.password");
    }

    private Path home() {
        return options.folder().postgres().resolve("server");
    }

    private Path database() {
        return options.folder().postgres().resolve("data");
    }

    private String bin(String program) {
        return home().resolve("bin").resolve(program).toString();
    }
}
