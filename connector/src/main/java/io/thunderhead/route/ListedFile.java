package io.thunderhead.route;

/**
 * A file that a listing found.
 *
 * @param path full, with its scheme
 * @param name path below the folder that was listed, with {@code /}; the last part for a file that
 *     was asked for by itself
 * @param length bytes
 * @param modified milliseconds since 1970
 */
public record ListedFile(String path, String name, long length, long modified) {}
