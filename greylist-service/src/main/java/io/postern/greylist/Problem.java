package io.postern.greylist;

/** What is wrong with a request. */
public record Problem(String error) {}
