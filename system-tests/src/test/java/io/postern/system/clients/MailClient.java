package io.postern.system.clients;

import io.postern.system.clients.Route.Security;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The clients, and how each is told to send the mail on its standard input. The password is in {@code PASSWORD}. */
public enum MailClient {
    SWAKS {
        @Override
        List<String> probe() {
            return List.of("swaks", "--version");
        }

        // It knows nothing of SMTPUTF8.
        @Override
        public boolean can(Route route) {
            return !route.international();
        }

        @Override
        public byte[] makes(byte[] mail) {
            byte[] longer = Arrays.copyOf(mail, mail.length + 2);
            longer[mail.length] = '\r';
            longer[mail.length + 1] = '\n';
            return longer;
        }

        @Override
        List<String> command(Route route) {
            List<String> command = new ArrayList<>(List.of("swaks", "--server", route.host()));
            command.addAll(List.of("--port", Integer.toString(route.port()), "--ehlo", "client.example"));
            command.addAll(List.of("--from", route.sender(), "--to", route.recipient(), "--data", "-"));
            if (route.host().contains(":")) {
                command.add("-6");
            }
            if (route.security() != Security.CLEAR) {
                command.add(route.security() == Security.TLS ? "--tls-on-connect" : "--tls");
                command.addAll(List.of(
                        "--tls-verify", "--tls-ca-path", route.certificate().toString()));
            }
            if (route.login()) {
                command.addAll(List.of("--auth", "PLAIN", "--auth-user", route.user()));
                command.addAll(List.of("--auth-password", route.password()));
            }
            return command;
        }
    },

    SMTPLIB {
        @Override
        List<String> probe() {
            return List.of("python3", "-c", "import smtplib");
        }

        @Override
        List<String> command(Route route) {
            return script("python3", "smtplib_send.py", route);
        }
    },

    NODEMAILER {
        @Override
        List<String> probe() {
            return List.of("node", "-e", "require('nodemailer')");
        }

        @Override
        List<String> command(Route route) {
            return script("node", "nodemailer_send.js", route);
        }
    },

    CURL {
        @Override
        List<String> probe() {
            return List.of("sh", "-c", "curl --version | grep -q smtps");
        }

        @Override
        List<String> command(Route route) {
            String scheme = route.security() == Security.TLS ? "smtps" : "smtp";
            String host = route.host().contains(":") ? "[" + route.host() + "]" : route.host();
            List<String> command = new ArrayList<>(List.of("curl", "--silent", "--show-error", "--max-time", "30"));
            command.addAll(List.of("--url", scheme + "://" + host + ":" + route.port() + "/client.example"));
            command.addAll(List.of("--mail-from", route.sender(), "--mail-rcpt", route.recipient()));
            command.addAll(List.of(
                    "--upload-file", "-", "--cacert", route.certificate().toString()));
            if (route.security() == Security.STARTTLS) {
                command.add("--ssl-reqd");
            }
            if (route.login()) {
                command.addAll(List.of("--user", route.user() + ":" + route.password()));
            }
            return command;
        }
    },

    MSMTP {
        @Override
        List<String> probe() {
            return List.of("msmtp", "--version");
        }

        // It has SMTPUTF8 only where it was built with it.
        @Override
        public boolean can(Route route) {
            return !route.international();
        }

        @Override
        List<String> command(Route route) {
            List<String> command =
                    new ArrayList<>(List.of("msmtp", "--host=" + route.host(), "--port=" + route.port()));
            command.addAll(List.of("--domain=client.example", "--timeout=30", "--from=" + route.sender()));
            if (route.security() == Security.CLEAR) {
                command.add("--tls=off");
            } else {
                command.add("--tls=on");
                command.add("--tls-starttls=" + (route.security() == Security.STARTTLS ? "on" : "off"));
                command.add("--tls-trust-file=" + route.certificate());
            }
            if (route.login()) {
                command.addAll(List.of("--auth=plain", "--user=" + route.user()));
                command.add("--passwordeval=echo \"$PASSWORD\"");
            }
            command.addAll(List.of("--", route.recipient()));
            return command;
        }
    };

    private static final Path SCRIPTS = Path.of("src", "test", "resources", "clients");

    /** A command that succeeds where it is installed. */
    abstract List<String> probe();

    abstract List<String> command(Route route);

    /** Whether it can go this way at all. */
    public boolean can(Route route) {
        return true;
    }

    /** What it makes of a mail; the most leave it as it is. */
    public byte[] makes(byte[] mail) {
        return mail;
    }

    /** Whether it is on this machine. */
    public boolean installed() {
        return Run.of(probe(), "", new byte[0]).succeeded();
    }

    /** Sends the mail. */
    public Run send(Route route, byte[] mail) {
        return Run.of(command(route), route.password(), mail);
    }

    private static List<String> script(String interpreter, String script, Route route) {
        List<String> command =
                new ArrayList<>(List.of(interpreter, SCRIPTS.resolve(script).toString()));
        command.addAll(route.arguments());
        return command;
    }
}
