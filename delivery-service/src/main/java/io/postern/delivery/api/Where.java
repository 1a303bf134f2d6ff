package io.postern.delivery.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.query.CommonQueryContract;

/** Conditions that all have to be true, with their named parameters, for HQL and SQL. What is asked for never becomes text. */
final class Where {

    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> parameters = new LinkedHashMap<>();

    Where and(String condition) {
        conditions.add(condition);
        return this;
    }

    Where and(String condition, String name, Object value) {
        parameters.put(name, value);
        return and(condition);
    }

    Where and(Where other) {
        conditions.addAll(other.conditions);
        parameters.putAll(other.parameters);
        return this;
    }

    /** All of it as one condition, set into another. */
    Where within(String condition) {
        Where within = new Where().and(condition.formatted(text()));
        within.parameters.putAll(parameters);
        return within;
    }

    boolean empty() {
        return conditions.isEmpty();
    }

    String text() {
        return empty() ? "1 = 1" : "(" + String.join(") and (", conditions) + ")";
    }

    <Q extends CommonQueryContract> Q bind(Q query) {
        parameters.forEach(query::setParameter);
        return query;
    }

    /** What is asked for, fit for a log: the parameters were read by {@link Given}. */
    @Override
    public String toString() {
        return parameters.toString();
    }
}
