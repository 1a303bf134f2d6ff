package io.postern.contract;

/** When in an SMTP session a question is asked. */
public enum Phase {
    /** The client has connected; nothing but its address is known. */
    CONNECT(Topics.CONNECTIONS),
    /** The client has greeted: its HELO name is known. */
    GREETING(Topics.CONNECTIONS),
    /** The client has named a recipient. */
    RECIPIENT(Topics.RECIPIENTS),
    /** The client has sent the mail. */
    MESSAGE(Topics.CONTENT);

    private final String topic;

    Phase(String topic) {
        this.topic = topic;
    }

    /** The topic that carries this phase's questions. */
    public String topic() {
        return topic;
    }
}
