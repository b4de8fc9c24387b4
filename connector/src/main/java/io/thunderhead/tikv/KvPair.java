package io.thunderhead.tikv;

/** A raw key and its user value. */
public record KvPair(byte[] key, byte[] value) {}
