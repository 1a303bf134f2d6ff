package io.postern.delivery.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.postern.contract.Json;
import io.postern.delivery.directory.Directory;
import io.postern.delivery.directory.DirectoryWatch;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.inject.Singleton;
import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Looks into the directory, and changes what operators have added to it. What is in the file stays as it is there. */
@Singleton
class Names {

    private static final Logger LOG = Logger.getLogger(Names.class);

    private final DirectoryWatch watch;
    private final Operations operations;
    private final SecurityIdentity operator;

    Names(DirectoryWatch watch, Operations operations, SecurityIdentity operator) {
        this.watch = watch;
        this.operations = operations;
        this.operator = operator;
    }

    Directory current() {
        return watch.current();
    }

    Directory file() {
        return watch.file();
    }

    /** In the order of the names. */
    static <T> Page<T> page(
            Collection<String> names,
            Predicate<String> wanted,
            @Nullable String after,
            int most,
            Function<String, T> view) {
        List<String> rows = names.stream()
                .filter(name -> after == null || name.compareTo(after) > 0)
                .filter(wanted)
                .sorted()
                .limit(most + 1L)
                .toList();
        return Page.of(rows, most, view, name -> name);
    }

    static Predicate<String> of(@Nullable String domain) {
        return domain == null ? name -> true : name -> name.endsWith("@" + domain);
    }

    /** What operators may say nothing about. */
    static void notInFile(boolean inFile, String name) {
        if (inFile) {
            throw Refused.late(name + " is in the directory file; change it there");
        }
    }

    /**
     * Changes what operators have added, and notes who did it, both or neither.
     *
     * @param view what is noted of it, as it was and as it is
     */
    void change(
            String action, String name, Function<Directory, @Nullable Object> view, UnaryOperator<Directory> change) {
        String by = operator.getPrincipal().getName();
        try {
            QuarkusTransaction.requiringNew().run(() -> commit(by, action, name, view, change));
            watch.refresh();
        } catch (IllegalArgumentException e) {
            throw Refused.bad(String.valueOf(e.getMessage()));
        } catch (SQLException e) {
            throw new PersistenceException(e);
        }
        LOG.infof("directory changed by=%s action=%s name=%s", by, action, name);
    }

    private void commit(
            String by,
            String action,
            String name,
            Function<Directory, @Nullable Object> view,
            UnaryOperator<Directory> change) {
        try {
            watch.change(before -> {
                Directory after = change.apply(before);
                operations.note(
                        by, action, name, "was " + text(view.apply(before)) + ", is " + text(view.apply(after)));
                return after;
            });
        } catch (SQLException e) {
            throw new PersistenceException(e);
        }
    }

    private static String text(@Nullable Object value) {
        return value == null ? "nothing" : new String(Json.write(value), UTF_8);
    }
}
