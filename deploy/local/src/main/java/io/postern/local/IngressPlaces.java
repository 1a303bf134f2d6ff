package io.postern.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where the ingress listens and has its things. Certificate, users and addresses are the operator's if he names them. */
final class IngressPlaces implements Places {

    static final String SERVICE = "ingress-smtp";

    private static final String PREFIX = "postern.ingress.";
    private static final String CHAIN = PREFIX + "tls.certificates[0].chain";
    private static final String KEY = PREFIX + "tls.certificates[0].key";
    private static final String USER_FILE = PREFIX + "auth.user-file";

    private static final byte[] IPV6_LOOPBACK = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    /** The listeners, as settings and ports call them. */
    private static final Map<String, Port> LISTENERS =
            Map.of("mx", Port.SMTP, "submission", Port.SUBMISSION, "submissions", Port.SUBMISSIONS);

    @Override
    public void furnish(StackOptions at) {
        StackFolder folder = at.folder();
        OperatorsFile operators = OperatorsFile.of(SERVICE, folder);
        if (!operators.sets(CHAIN)) {
            folder.certificate().makeOnce(folder.run(), folder.log(SERVICE));
        }
        if (!operators.sets(USER_FILE)) {
            folder.accounts().makeOnce();
        }
    }

    @Override
    public Map<String, Object> settings(StackOptions at) {
        StackFolder folder = at.folder();
        OperatorsFile operators = OperatorsFile.of(SERVICE, folder);
        Map<String, Object> settings = new HashMap<>();
        settings.put(PREFIX + "policy-file", folder.config().resolve("policy.yaml"));
        settings.put(PREFIX + "spool-dir", folder.run().resolve("spool"));
        String loopback = loopback();
        LISTENERS.forEach((listener, port) -> {
            settings.put(PREFIX + listener + ".port", at.port(port));
            String address = PREFIX + listener + ".address";
            if (!operators.sets(address)) {
                settings.put(address, loopback);
            }
        });
        if (!operators.sets(CHAIN)) {
            settings.put(CHAIN, folder.certificate().chain());
            settings.put(KEY, folder.certificate().key());
        }
        if (!operators.sets(USER_FILE)) {
            settings.put(USER_FILE, folder.accounts().users());
        }
        return settings;
    }

    /** A local stack is nobody else's business. */
    private static String loopback() {
        return String.join(",", hasIpv6() ? List.of("127.0.0.1", "::1") : List.of("127.0.0.1"));
    }

    private static boolean hasIpv6() {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getByAddress(IPV6_LOOPBACK))) {
            return any.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    /** The certificate that clients see, and what vouches for it, in PEM. */
    static Path chain(StackFolder folder) {
        return operators(CHAIN, folder).orElse(folder.certificate().chain());
    }

    /** Who may log in. */
    static Path users(StackFolder folder) {
        return operators(USER_FILE, folder).orElse(folder.accounts().users());
    }

    /** A path of the operator's file, as the service understands it. */
    private static Optional<Path> operators(String key, StackFolder folder) {
        return OperatorsFile.of(SERVICE, folder)
                .value(key)
                .map(path -> folder.run().resolve(path).normalize());
    }
}
