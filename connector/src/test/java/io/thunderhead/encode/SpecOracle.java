package io.thunderhead.encode;

import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.schema.FieldType;
import io.thunderhead.schema.IndexColumn;
import io.thunderhead.schema.IndexInfo;
import io.thunderhead.schema.TableInfo;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The pairs of a row, derived step by step from kv-encoding 1 to 3 without the encoder's code:
 * slow, plain, and only for integers, DECIMAL, DOUBLE, times, binary strings and text whose
 * general_ci weights are those of ASCII.
 */
final class SpecOracle {
  private final TableInfo table;

  SpecOracle(TableInfo table) {
    this.table = table;
  }

  /**
   * Returns hex values by hex keys.
   *
   * @param row Long, BigInteger (unsigned), BigDecimal, Double, LocalDateTime, String, byte[] or
   *     null, by the columns' offsets
   */
  Map<String, String> encode(List<Object> row, long rowId) {
    Map<String, String> kvs = new TreeMap<>();
    byte[] handle = handle(row, rowId);
    byte[] prefix = join(bytes('t'), be64(flip(table.id())));
    put(kvs, join(prefix, bytes('_', 'r'), handle), record(row));
    for (IndexInfo index : table.indexes()) {
      if (!(index.primary() && table.isCommonHandle())) {
        putIndex(kvs, prefix, index, row, handle);
      }
    }
    return kvs;
  }

  private byte[] handle(List<Object> row, long rowId) {
    if (table.isCommonHandle()) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      for (IndexColumn part : table.primaryIndex().columns()) {
        out.writeBytes(key(column(part), cut(row.get(part.offset()), part.length())));
      }
      byte[] handle = out.toByteArray();
      return Arrays.copyOf(handle, Math.max(9, handle.length));
    }
    for (ColumnInfo column : table.columns()) {
      if (table.pkIsHandle() && column.type().primaryKey()) {
        return be64(flip(((Number) row.get(column.offset())).longValue()));
      }
    }
    return be64(flip(rowId));
  }

  private byte[] record(List<Object> row) {
    TreeMap<Long, byte[]> values = new TreeMap<>();
    TreeMap<Long, byte[]> nulls = new TreeMap<>();
    for (ColumnInfo column : table.columns()) {
      Object value = row.get(column.offset());
      if (!isInHandleOnly(column)) {
        if (value != null) {
          values.put(column.id(), value(column, value));
        } else if (column.defaultValue() != null) {
          nulls.put(column.id(), new byte[0]);
        }
      }
    }
    return rowV2(values, nulls);
  }

  private boolean isInHandleOnly(ColumnInfo column) {
    if (!column.type().primaryKey() || table.hasRowId()) {
      return false;
    }
    if (table.pkIsHandle()) {
      return true;
    }
    for (IndexColumn part : table.primaryIndex().columns()) {
      if (part.offset() == column.offset()) {
        return part.length() == -1 && !restores(column);
      }
    }
    return false;
  }

  private void putIndex(
      Map<String, String> kvs, byte[] prefix, IndexInfo index, List<Object> row, byte[] handle) {
    ByteArrayOutputStream key = new ByteArrayOutputStream();
    key.writeBytes(join(prefix, bytes('_', 'i'), be64(flip(index.id()))));
    boolean distinct = index.unique();
    for (IndexColumn part : index.columns()) {
      Object value = cut(row.get(part.offset()), part.length());
      distinct &= value != null;
      key.writeBytes(key(column(part), value));
    }
    if (!distinct) {
      key.writeBytes(table.isCommonHandle() ? handle : join(bytes(3), handle));
    }
    byte[] value =
        table.isCommonHandle()
            ? clusteredValue(index, row, distinct, handle)
            : plainValue(index, row, distinct, handle);
    put(kvs, key.toByteArray(), value);
  }

  private byte[] plainValue(IndexInfo index, List<Object> row, boolean distinct, byte[] handle) {
    byte[] tail = handle.clone();
    tail[0] ^= (byte) 0x80;
    boolean restores = false;
    TreeMap<Long, byte[]> values = new TreeMap<>();
    TreeMap<Long, byte[]> nulls = new TreeMap<>();
    for (IndexColumn part : index.columns()) {
      restores |= restores(column(part));
      Object value = cut(row.get(part.offset()), part.length());
      if (value == null) {
        nulls.put(column(part).id(), new byte[0]);
      } else {
        values.put(column(part).id(), value(column(part), value));
      }
    }
    if (!restores) {
      return distinct ? tail : bytes('0');
    }
    byte[] restored = rowV2(values, nulls);
    if (distinct) {
      return join(bytes(8), restored, tail);
    }
    int padding = Math.max(0, 10 - 1 - restored.length);
    return join(bytes(padding), restored, new byte[padding]);
  }

  private byte[] clusteredValue(
      IndexInfo index, List<Object> row, boolean distinct, byte[] handle) {
    TreeMap<Long, byte[]> values = new TreeMap<>();
    TreeMap<Long, byte[]> nulls = new TreeMap<>();
    for (IndexColumn part : index.columns()) {
      ColumnInfo column = column(part);
      if (!column.type().primaryKey() && restores(column)) {
        Object value = cut(row.get(part.offset()), part.length());
        if (countsSpaces(column)) {
          values.put(column.id(), unsigned(value == null ? 0 : spaces((String) value)));
        } else if (value == null) {
          nulls.put(column.id(), new byte[0]);
        } else {
          values.put(column.id(), value(column, value));
        }
      }
    }
    for (IndexColumn part : table.primaryIndex().columns()) {
      ColumnInfo column = column(part);
      if (restores(column)) {
        int length = part.length();
        for (IndexColumn own : index.columns()) {
          if (own.offset() == part.offset()) {
            length = length == -1 || own.length() == -1 ? -1 : Math.max(length, own.length());
          }
        }
        Object value = cut(row.get(part.offset()), length);
        values.put(
            column.id(),
            countsSpaces(column) ? signed(spaces((String) value)) : value(column, value));
      }
    }
    byte[] value = bytes(0, 0x7d, 1);
    if (distinct) {
      value = join(value, bytes(0x7f, handle.length >> 8, handle.length), handle);
    }
    return values.isEmpty() && nulls.isEmpty() ? value : join(value, rowV2(values, nulls));
  }

  private ColumnInfo column(IndexColumn part) {
    return table.columns().get(part.offset());
  }

  private static boolean isText(ColumnInfo column) {
    return column.type().isString() && !column.type().charset().equals("binary");
  }

  private static boolean restores(ColumnInfo column) {
    String collate = column.type().collate();
    return isText(column)
        && !collate.equals("utf8mb4_0900_bin")
        && (!collate.endsWith("_bin") || column.type().tp() == FieldType.VARCHAR);
  }

  private static boolean countsSpaces(ColumnInfo column) {
    return column.type().collate().endsWith("_bin");
  }

  private static int spaces(String text) {
    return text.length() - text.replaceAll(" +$", "").length();
  }

  private static Object cut(Object value, int length) {
    if (length == -1 || value == null) {
      return value;
    } else if (value instanceof byte[] raw) {
      return Arrays.copyOf(raw, Math.min(raw.length, length));
    }
    String text = (String) value;
    int count = text.codePointCount(0, text.length());
    return text.substring(0, text.offsetByCodePoints(0, Math.min(length, count)));
  }

  private static byte[] key(ColumnInfo column, Object value) {
    if (value == null) {
      return bytes(0);
    } else if (value instanceof Long number) {
      return join(bytes(3), be64(flip(number)));
    } else if (value instanceof BigInteger number) {
      return join(bytes(4), be64(number.longValue()));
    } else if (value instanceof LocalDateTime time) {
      return join(bytes(4), be64(packed(time)));
    } else if (value instanceof Double) {
      return join(bytes(5), value(column, value));
    } else if (value instanceof BigDecimal) {
      return join(bytes(6), value(column, value));
    }
    return join(bytes(1), groups(value instanceof byte[] raw ? raw : weights(column, value)));
  }

  private static byte[] weights(ColumnInfo column, Object value) {
    String text = (String) value;
    String collate = column.type().collate();
    if (!collate.equals("utf8mb4_0900_bin")) {
      text = text.replaceAll(" +$", "");
    }
    return collate.endsWith("_general_ci")
        ? text.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_16BE)
        : text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] value(ColumnInfo column, Object value) {
    if (value instanceof Long number) {
      return signed(number);
    } else if (value instanceof BigInteger number) {
      return unsigned(number.longValue());
    } else if (value instanceof LocalDateTime time) {
      return unsigned(packed(time));
    } else if (value instanceof Double number) {
      long bits = Double.doubleToLongBits(number + 0.0);
      return be64(number >= 0 ? bits | Long.MIN_VALUE : ~bits);
    } else if (value instanceof BigDecimal number) {
      return decimal(number, column.type().flen(), column.type().decimal());
    }
    return value instanceof byte[] raw ? raw : ((String) value).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] decimal(BigDecimal number, int precision, int scale) {
    String digits = number.setScale(scale).unscaledValue().abs().toString();
    digits = "0".repeat(precision - digits.length()) + digits;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int point = precision - scale;
    for (int at = 0; at < precision; ) {
      int end = at < point ? at + (point - at - 1) % 9 + 1 : Math.min(at + 9, precision);
      int size = (end - at) / 9 * 4 + new int[] {0, 1, 1, 2, 2, 3, 3, 4, 4}[(end - at) % 9];
      byte[] group = be64(Long.parseLong(digits.substring(at, end)));
      out.writeBytes(Arrays.copyOfRange(group, 8 - size, 8));
      at = end;
    }
    byte[] bytes = out.toByteArray();
    for (int i = 0; i < bytes.length && number.signum() < 0; i++) {
      bytes[i] = (byte) ~bytes[i];
    }
    bytes[0] ^= (byte) 0x80;
    return join(bytes(precision, scale), bytes);
  }

  private static long packed(LocalDateTime time) {
    long month = time.getYear() * 13L + time.getMonthValue();
    long day = month * 32 + time.getDayOfMonth();
    long second = ((day * 32 + time.getHour()) * 64 + time.getMinute()) * 64 + time.getSecond();
    return second * (1 << 24) + time.getNano() / 1000;
  }

  private static byte[] rowV2(SortedMap<Long, byte[]> values, SortedMap<Long, byte[]> nulls) {
    int length = values.values().stream().mapToInt(each -> each.length).sum();
    List<Long> ids = new ArrayList<>(values.keySet());
    ids.addAll(nulls.keySet());
    boolean large = length > 65535 || ids.stream().anyMatch(id -> id > 255);
    ByteBuffer out =
        ByteBuffer.allocate(6 + 8 * ids.size() + length).order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) 128).put((byte) (large ? 1 : 0));
    out.putShort((short) values.size()).putShort((short) nulls.size());
    for (long id : ids) {
      if (large) {
        out.putInt((int) id);
      } else {
        out.put((byte) id);
      }
    }
    int end = 0;
    for (byte[] each : values.values()) {
      end += each.length;
      if (large) {
        out.putInt(end);
      } else {
        out.putShort((short) end);
      }
    }
    values.values().forEach(out::put);
    return Arrays.copyOf(out.array(), out.position());
  }

  private static byte[] groups(byte[] raw) {
    byte[] out = new byte[(raw.length / 8 + 1) * 9];
    for (int group = 0; group <= raw.length / 8; group++) {
      int size = Math.min(8, raw.length - group * 8);
      System.arraycopy(raw, group * 8, out, group * 9, size);
      out[group * 9 + 8] = (byte) (0xff - (8 - size));
    }
    return out;
  }

  private static byte[] signed(long value) {
    int size =
        value == (byte) value ? 1 : value == (short) value ? 2 : value == (int) value ? 4 : 8;
    return little(value, size);
  }

  private static byte[] unsigned(long value) {
    int size = value >>> 8 == 0 ? 1 : value >>> 16 == 0 ? 2 : value >>> 32 == 0 ? 4 : 8;
    return little(value, size);
  }

  private static byte[] little(long value, int size) {
    byte[] all = be64(Long.reverseBytes(value));
    return Arrays.copyOf(all, size);
  }

  private static long flip(long value) {
    return value ^ Long.MIN_VALUE;
  }

  private static byte[] be64(long value) {
    return ByteBuffer.allocate(8).putLong(value).array();
  }

  private static byte[] bytes(int... values) {
    byte[] out = new byte[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (byte) values[i];
    }
    return out;
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static void put(Map<String, String> kvs, byte[] key, byte[] value) {
    kvs.put(HexFormat.of().formatHex(key), HexFormat.of().formatHex(value));
  }
}
