package io.postern.check.part;

/** Something in a mail that programs read differently. That is how content is hidden from a filter, and so is a finding by itself. */
public enum Ambiguity {
    /** Content-Type is there twice, or written so that programs may not understand it, or not alike. */
    CONTENT_TYPE,
    /** The boundary is missing, there twice, escaped, cut up, or the beginning of another. */
    BOUNDARY,
    /** Content-Transfer-Encoding is there twice, unknown, or written so that programs may not understand it. */
    TRANSFER_ENCODING,
    /** Lines in a header that are no fields, or that only some programs take for one; NUL or bare CR in it. */
    HEADER,
    /** Lines like boundaries that are none, parts without any, parts behind the last. */
    STRUCTURE,
    /** Base64 with padding, empty lines or foreign characters within, or where none is declared. */
    BASE64,
    /** Equals signs in quoted-printable that mean nothing. */
    QUOTED_PRINTABLE,
    /** A file in a text (uuencode, yEnc), which only some programs unpack. */
    EMBEDDED_FILE,
    /** An attachment whose names differ, by the ways of writing one. */
    NAME,
    /** An archive that lists other files at its end than lie in it. */
    ARCHIVE
}
