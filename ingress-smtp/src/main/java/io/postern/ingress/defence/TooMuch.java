package io.postern.ingress.defence;

import io.postern.ingress.session.Reply;

/** What those are told who do too much of something. In Postfix's words, which senders' operators know. */
final class TooMuch {

    private TooMuch() {}

    static Reply connections(Client client) {
        String text = client.session().host() + " Error: too many connections from " + client.shown();
        return Reply.of(421, "4.7.0", text).because("connection-rate");
    }

    static Reply networkConnections(Client client) {
        return connections(client).because("connection-rate-network");
    }

    static Reply networkMail(Client client) {
        return mail(client).because("mail-rate-network");
    }

    static Reply mail(Client client) {
        return Reply.of(450, "4.7.1", "Error: too much mail from " + client.shown())
                .because("mail-rate");
    }

    static Reply recipients(Client client) {
        return Reply.of(450, "4.7.1", "Error: too many recipients from " + client.shown())
                .because("recipient-rate");
    }

    static Reply userMail(Client client) {
        return Reply.of(450, "4.7.1", "Error: too many mails, try again later").because("user-mail-rate");
    }

    static Reply userRecipients(Client client) {
        return Reply.of(450, "4.7.1", "Error: too many recipients, try again later")
                .because("user-recipient-rate");
    }

    static Reply unknownRecipients(Client client) {
        return Reply.of(421, "4.7.0", client.session().host() + " Error: too many unknown recipients")
                .because("harvest");
    }
}
