package io.postern.delivery.api;

/** What is wrong with a request. */
public record Problem(String error) {}
