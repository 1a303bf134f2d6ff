package io.postern.system.gateway;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.IncompatibleThreadStateException;
import com.sun.jdi.Method;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.StackFrame;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector.Argument;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.request.BreakpointRequest;
import com.sun.jdi.request.ClassPrepareRequest;
import com.sun.jdi.request.EventRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A place in a running service at which all of its threads stop, to be killed there: a fault point without a seam in the
 * service's code. It is set from outside, as a debugger does; the service has to be started with {@link #option}.
 */
public final class FaultPoint implements AutoCloseable {

    private final VirtualMachine machine;
    private final Place place;
    private int hits;

    /**
     * A method, when it is entered.
     *
     * @param type by its full name
     * @param method by its name; all that have it
     * @param within a method that has to be among the callers; empty: whoever calls
     * @param hits at which time
     */
    public record Place(String type, String method, String within, int hits) {

        public Place(String type, String method) {
            this(type, method, "", 1);
        }

        public Place within(String caller) {
            return new Place(type, method, caller, hits);
        }

        public Place time(int number) {
            return new Place(type, method, within, number);
        }

        @Override
        public String toString() {
            return type.substring(type.lastIndexOf('.') + 1) + "." + method + (within.isEmpty() ? "" : " in " + within);
        }
    }

    private FaultPoint(VirtualMachine machine, Place place) {
        this.machine = machine;
        this.place = place;
    }

    /** The option of the JVM that lets a fault point be set. */
    static String option(int port) {
        return "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,quiet=y,address=127.0.0.1:" + port;
    }

    static FaultPoint set(int port, Place place) throws IOException {
        AttachingConnector connector = Bootstrap.virtualMachineManager().attachingConnectors().stream()
                .filter(candidate -> candidate.name().equals("com.sun.jdi.SocketAttach"))
                .findFirst()
                .orElseThrow();
        Map<String, Argument> arguments = connector.defaultArguments();
        argument(arguments, "hostname").setValue("127.0.0.1");
        argument(arguments, "port").setValue(Integer.toString(port));
        try {
            FaultPoint point = new FaultPoint(connector.attach(arguments), place);
            point.set();
            return point;
        } catch (IllegalConnectorArgumentsException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Argument argument(Map<String, Argument> arguments, String name) {
        Argument argument = arguments.get(name);
        if (argument == null) {
            throw new IllegalStateException("no argument " + name);
        }
        return argument;
    }

    private void set() {
        ClassPrepareRequest loaded = machine.eventRequestManager().createClassPrepareRequest();
        loaded.addClassFilter(place.type());
        loaded.setSuspendPolicy(EventRequest.SUSPEND_ALL);
        loaded.enable();
        for (ReferenceType type : machine.classesByName(place.type())) {
            set(type);
        }
    }

    private void set(ReferenceType type) {
        List<Method> methods = type.methodsByName(place.method()).stream()
                .filter(method -> !method.isAbstract() && !method.isBridge())
                .toList();
        if (methods.isEmpty()) {
            throw new IllegalStateException("no method " + place);
        }
        for (Method method : methods) {
            BreakpointRequest entered = machine.eventRequestManager().createBreakpointRequest(method.location());
            entered.setSuspendPolicy(EventRequest.SUSPEND_ALL);
            entered.enable();
        }
    }

    /** Waits until a thread is there; then all stand still. */
    public void await(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        try {
            while (System.nanoTime() < end) {
                EventSet events = machine.eventQueue().remove(100);
                if (events == null) {
                    continue;
                }
                for (Event event : events) {
                    if (reached(event)) {
                        return;
                    }
                }
                events.resume();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new AssertionError("nobody came to " + place + " within " + patience);
    }

    private boolean reached(Event event) {
        if (event instanceof ClassPrepareEvent prepared) {
            set(prepared.referenceType());
            return false;
        }
        return event instanceof BreakpointEvent stopped && called(stopped.thread()) && ++hits == place.hits();
    }

    private boolean called(ThreadReference thread) {
        if (place.within().isEmpty()) {
            return true;
        }
        try {
            for (StackFrame frame : thread.frames()) {
                if (frame.location().method().name().equals(place.within())) {
                    return true;
                }
            }
            return false;
        } catch (IncompatibleThreadStateException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            machine.dispose();
        } catch (VMDisconnectedException e) {
            // It was killed, as it should be.
        }
    }
}
