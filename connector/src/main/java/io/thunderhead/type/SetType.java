package io.thunderhead.type;

import java.util.List;

/** SET: the number has a bit for each name that is in it (kv-encoding 4.6). */
public final class SetType extends NamedType {
  private final long all;

  /** Makes the type of names compared by a collation. */
  public SetType(List<String> names, String collation, ConversionRules rules) {
    super(names, collation, rules);
    this.all = names.isEmpty() ? 0 : -1L >>> (64 - names.size());
  }

  @Override
  public void fromUtf8(byte[] bytes, int from, int to, Datum out) {
    long bits = 0;
    int start = from;
    while (from < to && start <= to) {
      int end = start;
      while (end < to && bytes[end] != ',') {
        end++;
      }
      int found = find(bytes, start, end);
      if (found < 0) {
        fromNumberText(bytes, from, to, "it is no list of names", out);
        return;
      }
      bits |= 1L << found;
      start = end + 1;
    }
    out.setNumber(bits);
  }

  @Override
  public void fromLong(long value, Datum out) {
    out.setNumber((value & ~all) == 0 ? value : bad("it has bits without a name"));
  }

  @Override
  public String text(byte[] data, int from, int to) {
    long bits = RowIntegers.unsigned(data, from, to);
    if ((bits & ~all) != 0) {
      throw new IllegalArgumentException("set " + bits + " (expected: bits in " + all + ")");
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < count(); i++) {
      if ((bits >>> i & 1) != 0) {
        out.append(out.isEmpty() ? "" : ",").append(name(i));
      }
    }
    return out.toString();
  }
}
