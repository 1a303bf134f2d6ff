package io.postern.antispam;

/** What is wrong with a request. */
public record Problem(String error) {}
