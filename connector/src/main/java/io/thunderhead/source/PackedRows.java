package io.thunderhead.source;

import io.thunderhead.codec.Bytes;
import io.thunderhead.type.BadRowKind;
import io.thunderhead.type.InputColumns;
import io.thunderhead.type.SourceKind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Carries whole rows as bytes through what knows nothing of their values, such as a column of a
 * DataFrame, and makes the same rows of them. One object packs or unpacks the rows of one task.
 */
public final class PackedRows {
  private static final List<SourceKind> KINDS = Arrays.asList(SourceKind.values());
  private static final List<BadRowKind> PROBLEMS = Arrays.asList(BadRowKind.values());

  private final Bytes out = new Bytes(256);
  private InputColumns columns;
  private byte[] packedColumns;

  /**
   * Packs a row: length-prefixed columns, file, problem, surplus; then offset, and of each value
   * its kind, number, detail and bytes.
   */
  public byte[] pack(SourceRow row) {
    if (!row.columns().equals(columns)) {
      columns = row.columns();
      packedColumns = packed(columns);
    }
    out.clear();
    put(packedColumns);
    put(row.file().getBytes(StandardCharsets.UTF_8));
    putNullable(row.problem());
    out.put(row.hasSurplus() ? 1 : 0)
        .put(row.problemKind().ordinal())
        .putLong(row.offset())
        .putLong(row.length());
    for (int i = 0; i < row.length(); i++) {
      SourceKind kind = row.kind(i);
      out.put(KINDS.indexOf(kind));
      out.putLong(row.number(i)).putLong(row.detail(i));
      put(row.bytes(i));
    }
    return out.toByteArray();
  }

  /** Fills a row with what was packed. */
  public void unpack(byte[] packed, SourceRow row) {
    ByteBuffer in = ByteBuffer.wrap(packed);
    byte[] names = take(in);
    if (!Arrays.equals(names, packedColumns)) {
      columns = unpacked(names);
      packedColumns = names;
    }
    String file = text(take(in));
    String problem = in.get() == 0 ? null : text(take(in));
    boolean surplus = in.get() != 0;
    BadRowKind problemKind = PROBLEMS.get(in.get());
    row.start(columns, file, in.getLong());
    int length = (int) in.getLong();
    for (int i = 0; i < length; i++) {
      int kind = in.get();
      long number = in.getLong();
      int detail = (int) in.getLong();
      row.buffer().put(take(in));
      row.put(kind(kind), number, detail);
    }
    if (surplus) {
      row.markSurplus();
    }
    if (problem != null) {
      row.fail(problemKind, problem);
    }
  }

  private static byte[] packed(InputColumns columns) {
    Bytes names = new Bytes(256);
    for (int i = 0; i < columns.size(); i++) {
      SourceKind kind = columns.kinds().get(i);
      String name = columns.names().get(i);
      byte[] text = name == null ? new byte[0] : name.getBytes(StandardCharsets.UTF_8);
      names.put(name == null ? 0 : 1).put(KINDS.indexOf(kind));
      names.putLong(text.length).put(text);
    }
    return names.toByteArray();
  }

  private static InputColumns unpacked(byte[] packed) {
    ByteBuffer in = ByteBuffer.wrap(packed);
    List<String> names = new ArrayList<>();
    List<SourceKind> kinds = new ArrayList<>();
    while (in.hasRemaining()) {
      boolean named = in.get() != 0;
      int kind = in.get();
      String name = text(take(in));
      names.add(named ? name : null);
      kinds.add(kind(kind));
    }
    return new InputColumns(names, kinds);
  }

  /** A value or column without a kind has number -1. */
  private static SourceKind kind(int number) {
    return number < 0 ? null : KINDS.get(number);
  }

  private void putNullable(String text) {
    out.put(text == null ? 0 : 1);
    if (text != null) {
      put(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private void put(byte[] bytes) {
    out.putLong(bytes.length).put(bytes);
  }

  private static byte[] take(ByteBuffer in) {
    byte[] bytes = new byte[(int) in.getLong()];
    in.get(bytes);
    return bytes;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
