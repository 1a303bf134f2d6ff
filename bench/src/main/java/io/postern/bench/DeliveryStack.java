package io.postern.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;

import io.postern.local.LocalStack;
import io.postern.local.Part;
import io.postern.local.Port;
import io.postern.local.StackOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A local stack of delivery-service and what it needs: nothing else takes the processors. */
final class DeliveryStack implements AutoCloseable {

    private static final String SERVICE = "delivery-service";
    private static final String DATABASE = "postgres";
    private static final Duration START = Duration.ofSeconds(60);
    private static final Pattern RESIDENT = Pattern.compile("VmHWM:\\s+(\\d+) kB");
    private static final Pattern STATEMENT = Pattern.compile("LOG:  (execute [^:]*|statement): \\s*(\\w+)");

    private final Path data;
    private final LocalStack stack;

    /**
     * Starts it.
     *
     * @param files of the settings, by name
     */
    DeliveryStack(Path data, int portOffset, Map<String, String> files) throws IOException {
        this.data = data;
        StackOptions options = StackOptions.of(Path.of(System.getProperty("postern.checkout", ".")), data)
                .withPortOffset(portOffset)
                .withParts(List.of("kafka", DATABASE, "dns", SERVICE));
        if (!Files.exists(data.resolve("config"))) {
            LocalStack.start(options.withParts(List.of())).close(); // makes the folder of the settings
        }
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = data.resolve("config").resolve(file.getKey());
            Files.createDirectories(path.resolveSibling(""));
            Files.writeString(path, file.getValue());
        }
        this.stack = LocalStack.start(options, line -> {});
    }

    String kafka() {
        return "127.0.0.1:" + stack.port(Port.KAFKA);
    }

    /** Stops delivery, and starts it anew with these settings instead of those of its file. */
    void restart(Map<String, String> settings) throws IOException {
        Part service = stack.part(SERVICE);
        service.stop();
        StringBuilder file = new StringBuilder();
        settings.forEach(
                (key, value) -> file.append(key).append('=').append(value).append('\n'));
        Files.writeString(data.resolve("config").resolve(SERVICE + ".properties"), file);
        service.start();
        service.awaitReady(START);
    }

    /** Has the database write every statement to its log, or no more. */
    void logStatements(boolean all) throws IOException {
        Part database = stack.part(DATABASE);
        database.stop();
        Files.writeString(
                data.resolve("postgres/data/postgresql.auto.conf"), all ? "log_statement = 'all'\n" : "", UTF_8);
        database.start();
        database.awaitReady(START);
        stack.part(SERVICE).awaitReady(START);
    }

    /** The statements in the database's log, each by its first word. */
    List<String> statements() throws IOException {
        return STATEMENT
                .matcher(Files.readString(stack.part(DATABASE).log(), UTF_8))
                .results()
                .map(found -> found.group(2).toLowerCase(ROOT))
                .toList();
    }

    private Connection connect() throws IOException, SQLException {
        String password = Files.readString(data.resolve("run/postgres.password"));
        String url = "jdbc:postgresql://127.0.0.1:" + stack.port(Port.POSTGRES) + "/postern";
        return DriverManager.getConnection(url, "postern", password);
    }

    /** Changes the database. */
    void change(String sql) throws IOException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    /** The number that a query answers. */
    long number(String sql) throws IOException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    /** The most memory that delivery had resident since its start, in megabytes. */
    long mostResident() throws IOException {
        Path status = Path.of("/proc", Long.toString(stack.part(SERVICE).pid()), "status");
        Matcher found = RESIDENT.matcher(Files.readString(status));
        return found.find() ? Long.parseLong(found.group(1)) / 1024 : 0;
    }

    Processes processes() throws IOException {
        return Processes.of(data.resolve("run"));
    }

    long pid() {
        return stack.part(SERVICE).pid();
    }

    @Override
    public void close() {
        stack.close();
    }
}
