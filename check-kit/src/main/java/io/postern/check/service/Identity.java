package io.postern.check.service;

import io.postern.contract.Phase;

/**
 * Who we are.
 *
 * @param check the check's name
 * @param instance this process, unique
 * @param phase when the check is asked
 */
record Identity(String check, String instance, Phase phase) {}
