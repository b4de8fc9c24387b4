package io.thunderhead.partition;

import java.io.Serializable;

/**
 * One sampled KV and what it stands for.
 *
 * @param key raw key
 * @param kvBytes bytes of key and value
 * @param weight how many KVs of its input partition it stands for
 */
public record KeySample(byte[] key, int kvBytes, double weight) implements Serializable {}
