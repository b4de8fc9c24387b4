package io.thunderhead.type;

import java.util.List;

/** ENUM: the number is the position of the name, from 1; 0 is a bad value (kv-encoding 4.6). */
public final class EnumType extends NamedType {
  /** Makes the type of names compared by a collation. */
  public EnumType(List<String> names, String collation, ConversionRules rules) {
    super(names, collation, rules);
  }

  @Override
  public void fromUtf8(byte[] bytes, int from, int to, Datum out) {
    int found = find(bytes, from, to);
    if (found >= 0) {
      out.setNumber(found + 1L);
    } else {
      fromNumberText(bytes, from, to, "it is none of the names", out);
    }
  }

  @Override
  public void fromLong(long value, Datum out) {
    boolean known = value >= 1 && value <= count();
    out.setNumber(known ? value : bad("it is no position in 1.." + count()));
  }

  @Override
  public String text(byte[] data, int from, int to) {
    long number = RowIntegers.unsigned(data, from, to);
    if (number < 0 || number > count()) {
      throw new IllegalArgumentException("enum " + number + " (expected: 0.." + count() + ")");
    }
    return number == 0 ? "" : name((int) number - 1);
  }
}
