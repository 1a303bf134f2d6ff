package io.postern.delivery.custody;

import io.postern.contract.ContentChunk;
import io.postern.contract.InvalidRecord;
import io.postern.contract.MailApproved;
import java.security.MessageDigest;
import java.util.HexFormat;

/** One mail's content while it is read: which chunk is next, and whether the whole is what was received. */
final class Assembly {

    private final MailApproved approved;
    private final MessageDigest digest = Fingerprint.sha256();
    private int chunks;
    private long size;

    Assembly(MailApproved approved) {
        this.approved = approved;
    }

    MailApproved approved() {
        return approved;
    }

    boolean whole() {
        return chunks == approved.mail().chunks();
    }

    /** @throws InvalidRecord if it is not the next chunk, or if with the last the whole is not what was received */
    void add(ContentChunk chunk) {
        if (chunk.index() != chunks || whole()) {
            throw broken("chunk " + chunk.index() + " follows " + chunks + " chunks");
        }
        chunks++;
        size += chunk.bytes().length;
        digest.update(chunk.bytes());
        if (whole()) {
            verify();
        }
    }

    private void verify() {
        if (size != approved.mail().size()) {
            throw broken(size + " bytes instead of " + approved.mail().size());
        }
        String sha256 = HexFormat.of().formatHex(digest.digest());
        if (!sha256.equals(approved.mail().sha256())) {
            throw broken("SHA-256 " + sha256 + " instead of " + approved.mail().sha256());
        }
    }

    InvalidRecord broken(String reason) {
        return new InvalidRecord("content of mail " + approved.mail().mailId() + ": " + reason);
    }
}
