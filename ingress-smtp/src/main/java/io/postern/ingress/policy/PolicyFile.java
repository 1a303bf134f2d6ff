package io.postern.ingress.policy;

import io.postern.ingress.Watched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The operator's policy file. Read again when it has changed; a bad one is refused and the last good one stays in force.
 */
public final class PolicyFile implements Supplier<Policy>, Watched {

    private static final Logger LOG = Logger.getLogger(PolicyFile.class);

    private final Path file;
    private volatile Policy policy;
    private String seen;
    private String complaint = "";

    /** @throws IllegalArgumentException naming file and fault, if there is no good policy to start with */
    public PolicyFile(Path file) {
        this.file = file;
        try {
            this.seen = Files.readString(file);
            this.policy = PolicyText.parse(seen);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read the policy file " + file + ": " + e, e);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("bad policy file " + file + ": " + e.getMessage(), e);
        }
    }

    /** The policy in force. */
    @Override
    public Policy get() {
        return policy;
    }

    /** Takes a changed file over. Never throws. */
    @Override
    public void look() {
        try {
            String text = Files.readString(file);
            if (text.equals(seen)) {
                return;
            }
            seen = text;
            policy = PolicyText.parse(text);
            complaint = "";
            LOG.infof("policy adopted file=%s digest=%s", file, policy.digest());
        } catch (IOException | RuntimeException e) {
            complain(e.toString());
        }
    }

    /** Once for each cause, not at every look. */
    private void complain(String cause) {
        if (!cause.equals(complaint)) {
            complaint = cause;
            LOG.errorf(
                    "policy refused, the last good one stays file=%s digest=%s cause=%s", file, policy.digest(), cause);
        }
    }
}
