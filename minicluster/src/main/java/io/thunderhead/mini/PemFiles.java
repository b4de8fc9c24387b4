package io.thunderhead.mini;

import java.nio.file.Path;

/**
 * Certificates of one party as PEM files.
 *
 * @param ca certificate of the authority that all parties trust
 * @param certificate the party's own
 * @param key its private key, PKCS #8
 */
public record PemFiles(Path ca, Path certificate, Path key) {}
