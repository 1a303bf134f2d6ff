package io.postern.check.part;

/** How much there is to wonder about in a mail. */
public enum Appearance {
    /** Everybody reads it alike, and there is nothing in it but texts. */
    TEXTS,
    /** Everybody reads it alike. */
    ATTACHMENTS,
    /** Two programs could read it differently. */
    DOUBTFUL
}
