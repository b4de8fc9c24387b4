package io.thunderhead.mini;

import java.util.List;

/** Damage to stored values. */
final class Corruption {
  private Corruption() {}

  /** Flips the lowest bit of the last byte of a key's newest value. */
  static void flip(StoreEngine engine, byte[] key) {
    Mutation changed;
    try (EngineSnapshot snapshot = engine.snapshot();
        EngineSnapshot.Cursor cursor =
            snapshot.cursor(Cf.WRITE, key, Keys.next(Keys.withTs(key, 0)))) {
      cursor.first();
      if (!cursor.valid()) {
        throw new IllegalArgumentException(
            "key: " + Keys.hex(key) + " has no value (expected: a stored key)");
      }
      WriteRecord record = WriteRecord.parse(cursor.value());
      if (record.shortValue() == null) {
        byte[] where = Keys.withTs(key, record.startTs());
        changed = Mutation.put(Cf.DEFAULT, where, flipped(snapshot.get(Cf.DEFAULT, where)));
      } else {
        WriteRecord other =
            new WriteRecord(
                record.type(),
                record.startTs(),
                flipped(record.shortValue()),
                record.txnSource(),
                record.gcFence());
        changed = Mutation.put(Cf.WRITE, cursor.key(), other.toBytes());
      }
    }
    engine.write(List.of(changed));
  }

  private static byte[] flipped(byte[] value) {
    if (value == null || value.length == 0) {
      return new byte[] {1};
    }
    byte[] other = value.clone();
    other[other.length - 1] ^= 1;
    return other;
  }
}
