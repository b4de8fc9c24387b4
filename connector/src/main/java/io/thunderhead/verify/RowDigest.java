package io.thunderhead.verify;

import io.thunderhead.codec.Bytes;
import io.thunderhead.encode.TypedColumns;
import io.thunderhead.type.Datum;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Hashes of the current row, of its key and of each of its values. Not thread-safe. */
final class RowDigest {
  private final Shape shape;
  private final TypedColumns columns;
  private final RowForm form;
  private final Bytes bytes = new Bytes(256);
  private final Bytes key = new Bytes(64);
  private final int[] starts;
  private final Murmur128 hash = new Murmur128();
  private long row1;
  private long row2;
  private long key1;
  private long key2;

  RowDigest(Shape shape) {
    this.shape = shape;
    this.columns = new TypedColumns(shape.columns(), shape.settings());
    this.form = new RowForm(columns);
    this.starts = new int[shape.columns().size() + 1];
  }

  /** Takes the current row. */
  void load(ComparedRows rows) {
    bytes.clear();
    for (int i = 0; i < starts.length - 1; i++) {
      starts[i] = bytes.length();
      byte[] strange = rows.strange(i);
      if (strange == null) {
        form.put(i, rows.value(i), bytes);
      } else {
        form.putStrange(strange, bytes);
      }
    }
    starts[starts.length - 1] = bytes.length();
    hash.hash(bytes.array(), 0, bytes.length());
    row1 = hash.first();
    row2 = hash.second();
    loadKey(rows);
  }

  private void loadKey(ComparedRows rows) {
    key1 = row1;
    key2 = row2;
    if (shape.key().isEmpty()) {
      return;
    }
    key.clear();
    for (int part : shape.key()) {
      Datum value = rows.value(part);
      if (rows.strange(part) != null) {
        form.putStrange(rows.strange(part), key);
      } else if (value.isNull()) {
        key.put(0);
      } else {
        columns.putKey(part, value, key);
      }
    }
    hash.hash(key.array(), 0, key.length());
    key1 = hash.first();
    key2 = hash.second();
  }

  long row1() {
    return row1;
  }

  long row2() {
    return row2;
  }

  long key1() {
    return key1;
  }

  RowHash hashes() {
    return new RowHash(key1, key2, row1, row2);
  }

  /** Returns a hash of each value of the row. */
  long[] valueHashes() {
    long[] hashes = new long[starts.length - 1];
    for (int i = 0; i < hashes.length; i++) {
      hash.hash(bytes.array(), starts[i], starts[i + 1] - starts[i]);
      hashes[i] = hash.first();
    }
    return hashes;
  }

  /** Returns the text of each value of the row, cut to some characters; null for NULL. */
  List<String> texts(ComparedRows rows, int most) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < starts.length - 1; i++) {
      byte[] strange = rows.strange(i);
      String text =
          strange == null
              ? columns.text(i, rows.value(i))
              : new String(strange, StandardCharsets.UTF_8);
      texts.add(text == null || text.length() <= most ? text : text.substring(0, most));
    }
    return texts;
  }

  /** Returns the bytes of the row's form. */
  byte[] form() {
    return Arrays.copyOf(bytes.array(), bytes.length());
  }
}
