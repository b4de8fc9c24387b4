package io.thunderhead.type;

import io.thunderhead.codec.Bytes;
import io.thunderhead.codec.MemComparable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** What ENUM and SET share: names, found by the column's collation, and a number that is stored. */
abstract class NamedType extends ColumnType {
  private final List<String> names;
  private final byte[][] sortKeys;
  private final Collation collation;
  private final ConversionRules rules;
  private final Bytes rowForm = new Bytes(16);
  private final Bytes utf8 = new Bytes(32);
  private final Bytes sortKey = new Bytes(32);

  private final Bytes text = new Bytes(32);

  NamedType(List<String> names, String collation, ConversionRules rules) {
    this.names = List.copyOf(names);
    this.collation = Collation.effective(collation, rules.newCollation());
    this.rules = rules;
    this.sortKeys = new byte[names.size()][];
    for (int i = 0; i < sortKeys.length; i++) {
      Utf8.append(utf8.clear(), names.get(i));
      fillSortKey();
      sortKeys[i] = sortKey.toByteArray();
    }
  }

  @Override
  public final boolean accepts(SourceKind kind) {
    return SCALARS.contains(kind);
  }

  @Override
  public final void fromText(String value, Datum out) {
    Utf8.append(text.clear(), value);
    fromUtf8(text.array(), 0, text.length(), out);
  }

  @Override
  public final void fromBytes(byte[] value, Datum out) {
    fromUtf8(value, 0, value.length, out);
  }

  /** Converts names, or else a number; bytes that are not valid UTF-8 are compared as they are. */
  @Override
  public abstract void fromUtf8(byte[] bytes, int from, int to, Datum out);

  @Override
  public final void fromDouble(double value, Datum out) {
    if (Double.isNaN(value)) {
      out.setNumber(bad("it is not a number"));
    } else {
      fromLong((long) Math.rint(value), out);
    }
  }

  @Override
  public final void fromDecimal(BigDecimal value, Datum out) {
    BigDecimal rounded = value.setScale(0, RoundingMode.HALF_UP);
    if (rounded.toBigInteger().bitLength() > 64) {
      out.setNumber(bad("it is out of range"));
    } else {
      fromLong(rounded.longValue(), out);
    }
  }

  @Override
  public final void zero(Datum out) {
    out.setNumber(0);
  }

  @Override
  public final void putKey(Datum value, Bytes out) {
    out.put(KeyFlag.UINT);
    MemComparable.encodeUint(out, value.number());
  }

  @Override
  public final void putValue(Datum value, Bytes out) {
    RowIntegers.putUnsigned(out, value.number());
  }

  /** The sort key of the names. */
  @Override
  public final void putHashText(Datum value, Bytes out) {
    putValue(value, rowForm.clear());
    Utf8.append(utf8.clear(), text(rowForm.array(), 0, rowForm.length()));
    fillSortKey();
    out.put(sortKey.array(), 0, sortKey.length());
  }

  /** Returns the position from 0 of the first name that equals text, -1 if none does. */
  final int find(byte[] bytes, int from, int to) {
    utf8.clear().put(bytes, from, to - from);
    fillSortKey();
    for (int i = 0; i < sortKeys.length; i++) {
      if (Arrays.equals(sortKeys[i], 0, sortKeys[i].length, sortKey.array(), 0, sortKey.length())) {
        return i;
      }
    }
    return -1;
  }

  final int count() {
    return names.size();
  }

  final String name(int position) {
    return names.get(position);
  }

  /** Returns 0, the bad value, where it may be stored. */
  final long bad(String reason) {
    rules.adjust(reason);
    return 0;
  }

  /** Converts text that is no name but a number in one of Go's forms; else a bad value. */
  final void fromNumberText(byte[] bytes, int from, int to, String reason, Datum out) {
    String digits = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    if (GoText.isNumberBase0(digits)) {
      fromLong(GoText.numberBase0(digits), out);
    } else {
      out.setNumber(bad(reason));
    }
  }

  private void fillSortKey() {
    collation.sortKey(utf8.array(), utf8.length(), sortKey.clear());
  }
}
