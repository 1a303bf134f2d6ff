package io.postern.local;

import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the mails of a demo are in the trace viewer, if the stack has one. */
final class DemoTraces {

    /** The mail's id, as replies end with it. */
    private static final Pattern ID = Pattern.compile("(?:queued as |\\()([0-9A-Z]{26})\\)?$");

    /** Spans are sent some at a time. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration LOOK = Duration.ofMillis(250);

    private final StackOptions options;
    private final Map<String, String> mails = new LinkedHashMap<>();

    DemoTraces(StackOptions options) {
        this.options = options;
    }

    /** A case of the demo was answered; what is refused for its syntax or its address alone has no id and no trace. */
    void answered(String name, String reply) {
        Matcher id = ID.matcher(reply);
        if (id.find()) {
            mails.put(name, id.group(1));
        }
    }

    void show(PrintStream out) {
        if (!TraceViewer.shown(options)) {
            return;
        }
        TraceViewer viewer = new TraceViewer(options);
        Table table = new Table("case", "trace");
        long end = System.nanoTime() + PATIENCE.toNanos();
        mails.forEach((name, id) -> table.row(name, find(viewer, id, end)));
        out.println();
        out.print(table);
        out.println();
    }

    private static String find(TraceViewer viewer, String mailId, long end) {
        Optional<String> page = viewer.page(mailId);
        try {
            while (page.isEmpty() && System.nanoTime() < end) {
                Thread.sleep(LOOK);
                page = viewer.page(mailId);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return page.orElse("not in " + viewer.page());
    }
}
