package io.postern.antispam.rule;

import io.postern.check.archive.Archive;
import io.postern.check.mime.Attachment;
import io.postern.check.part.Ambiguity;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;

/** Attachments by which harm is carried. Whether they carry any is the virus scanner's matter. */
final class AttachmentRules {

    private static final int FEW_WORDS = 10;

    static final List<Rule> ALL = List.of(
            Rule.listed(
                    "attachment-program",
                    "a program is attached",
                    (letter, lists) ->
                            letter.attachments().stream().anyMatch(attachment -> program(attachment, lists))),
            Rule.listed(
                    "attachment-double",
                    "an attachment with two extensions, the last a program's",
                    (letter, lists) -> letter.attachments().stream()
                            .flatMap(a -> a.names().stream())
                            .anyMatch(name -> disguised(name, lists))),
            Rule.when(
                    "attachment-names",
                    "an attachment with several names",
                    letter -> letter.view().ambiguities().contains(Ambiguity.NAME)),
            archive("archive-encrypted", "an archive with a password", Archive::encrypted),
            Rule.listed(
                    "archive-program",
                    "a program in an archive",
                    (letter, lists) -> letter.attachments().stream()
                            .map(Attachment::archive)
                            .filter(Objects::nonNull)
                            .flatMap(archive -> archive.members().stream())
                            .anyMatch(member -> lists.has("programs", extension(member.name())))),
            Rule.when(
                    "attachment-html",
                    "a web page is attached",
                    letter -> letter.attachments().stream()
                            .anyMatch(attachment ->
                                    List.of("htm", "html", "shtml", "svg").contains(extension(attachment.name())))),
            Rule.when(
                    "attachment-only",
                    "an attachment without a word",
                    letter -> !letter.attachments().isEmpty() && letter.words().size() < FEW_WORDS));

    private AttachmentRules() {}

    private static Rule archive(String name, String text, Predicate<Archive> is) {
        return Rule.when(
                name,
                text,
                letter -> letter.attachments().stream()
                        .map(Attachment::archive)
                        .filter(Objects::nonNull)
                        .anyMatch(is));
    }

    private static boolean program(Attachment attachment, Lists lists) {
        return attachment.names().stream().anyMatch(name -> lists.has("programs", extension(name)))
                || lists.has("program-types", attachment.sniffed());
    }

    private static boolean disguised(String name, Lists lists) {
        int dot = name.lastIndexOf('.');
        return lists.has("programs", extension(name))
                && lists.has("documents", extension(name.substring(0, dot).strip()));
    }

    private static String extension(String name) {
        return name.substring(name.lastIndexOf('.') + 1).strip().toLowerCase(Locale.ROOT);
    }
}
