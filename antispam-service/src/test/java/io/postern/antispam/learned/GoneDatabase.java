package io.postern.antispam.learned;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A database that can be away. */
final class GoneDatabase {

    private final DataSource real;
    private volatile boolean gone;

    GoneDatabase(DataSource real) {
        this.real = real;
    }

    void go() {
        gone = true;
    }

    DataSource source() {
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (gone) {
                        throw new SQLException("gone", "08001");
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
