package io.postern.local;

import java.nio.file.Path;

/** What to try with a stack that is ready, to be copied into a shell. */
final class Hints {

    private Hints() {}

    static String of(StackOptions options) {
        StackFolder folder = options.folder();
        boolean usual = folder.root().equals(options.checkout().resolve(".postern"));
        return "Try\n"
                + "  ./postern demo%s\n".formatted(usual ? "" : " --data " + quoted(folder.root()))
                + incoming(options.port(Port.SMTP))
                + (IngressPlaces.users(folder).equals(folder.accounts().users()) ? outgoing(options) : "")
                + "Mail lies in %s, settings in %s".formatted(folder.mail(), folder.config());
    }

    private static String incoming(int port) {
        return """
                swaks --server 127.0.0.1:%1$d --from you@client.example --to alice@postern.test
                swaks --server 127.0.0.1:%1$d --from you@client.example --to alice@postern.test \
                --local-interface 127.0.0.2
                python3 -c 'import smtplib; smtplib.SMTP("127.0.0.1", %1$d).sendmail("you@client.example", \
                "alice@postern.test", "Subject: hello\\r\\n\\r\\nhello\\r\\n")'
                """.formatted(port).indent(2);
    }

    private static String outgoing(StackOptions options) {
        return """
                swaks --server 127.0.0.1:%1$d --tls --from %2$s --to %3$s --auth PLAIN \\
                    --auth-user %2$s --auth-password "$(sed -n 's/^%2$s //p' %4$s)"
                """.formatted(
                        options.port(Port.SUBMISSION),
                        Accounts.ALICE,
                        Accounts.BOB,
                        quoted(options.folder().accounts().credentials()))
                .indent(2);
    }

    /** A path as one word of a shell. */
    private static String quoted(Path path) {
        String word = path.toString();
        return word.matches("[\\w./+:@-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
