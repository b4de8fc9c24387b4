package io.thunderhead.type;

import io.thunderhead.codec.Bytes;
import io.thunderhead.codec.MemComparable;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** CHAR, VARCHAR, TEXT and their binary counterparts: the bytes are stored as they are. */
public final class StringType extends ColumnType {
  /** The families of string types, which differ in padding and in what their length counts. */
  public enum Family {
    CHAR,
    VARCHAR,
    /** TEXT and BLOB; the length counts bytes. */
    BLOB
  }

  private static final int TIMESTAMP_DIGITS = 6;

  /** Stands outside strict mode for what is no character. */
  private static final byte[] QUESTION_MARK = {'?'};

  private final Family family;
  private final Charset charset;
  private final Collation collation;
  private final long length;
  private final boolean needsRestoredData;
  private final ConversionRules rules;
  private final Bytes sortKey = new Bytes(64);
  private final Bytes repaired = new Bytes(64);
  private boolean usedInKeys;

  /**
   * Makes the type.
   *
   * @param length longest value, in bytes for binary strings and TEXT, else in characters; -1 for
   *     any
   */
  public StringType(
      Family family, Charset charset, String collation, long length, ConversionRules rules) {
    this.family = family;
    this.charset = charset;
    this.collation = Collation.ofColumn(collation, rules.newCollation());
    this.length = length;
    this.needsRestoredData =
        rules.newCollation() && this.collation.needsRestoredData(family == Family.VARCHAR);
    this.rules = rules;
  }

  @Override
  public boolean accepts(SourceKind kind) {
    return FLAT.contains(kind);
  }

  @Override
  public boolean keepsBytes() {
    return charset == Charset.BINARY;
  }

  @Override
  public void fromText(String text, Datum out) {
    Utf8.append(out.startBytes(), text);
    store(out);
  }

  @Override
  public void fromBytes(byte[] value, Datum out) {
    out.startBytes().put(value);
    store(out);
  }

  @Override
  public void fromUtf8(byte[] bytes, int from, int to, Datum out) {
    out.startBytes().put(bytes, from, to - from);
    store(out);
  }

  /**
   * {@inheritDoc}
   *
   * <p>The bytes are text in the column's own character set, as GBK and GB18030 encode it; what
   * they store is its UTF-8 (kv-encoding 4.7).
   */
  @Override
  public void fromLiteral(byte[] value, Datum out) {
    if (charset != Charset.GBK && charset != Charset.GB18030) {
      fromBytes(value, out);
      return;
    }
    TextDecoder decoder = TextDecoder.of(charset);
    int bad = decoder.decode(value, 0, value.length, null, out.startBytes());
    if (bad >= 0) {
      rules.adjust("the byte at " + bad + " starts no character of " + charset.sqlName());
      decoder.decode(value, 0, value.length, QUESTION_MARK, out.startBytes());
    }
    store(out);
  }

  @Override
  public void fromLong(long value, Datum out) {
    fromText(Long.toString(value), out);
  }

  @Override
  public void fromDouble(double value, Datum out) {
    fromText(Double.isFinite(value) ? Shortest.text(Shortest.of(value)) : special(value), out);
  }

  @Override
  public void fromFloat(float value, Datum out) {
    fromText(Float.isFinite(value) ? Shortest.text(Shortest.of(value)) : special(value), out);
  }

  @Override
  public void fromDecimal(BigDecimal value, Datum out) {
    fromText(value.toPlainString(), out);
  }

  @Override
  public void fromPackedDate(long packed, Datum out) {
    fromText(PackedTime.dateText(packed), out);
  }

  @Override
  public void fromPacked(long packed, Datum out) {
    fromText(PackedTime.text(packed, TIMESTAMP_DIGITS), out);
  }

  @Override
  public void fromInstant(long epochSecond, int micros, Datum out) {
    fromCivil(rules.zone().toWall(epochSecond), micros, out);
  }

  @Override
  public void useInKeys() {
    usedInKeys = true;
  }

  @Override
  public void zero(Datum out) {
    out.startBytes();
    pad(out.bytes());
  }

  @Override
  public void putKey(Datum value, Bytes out) {
    out.put(KeyFlag.BYTES);
    collation.sortKey(value.bytes().array(), value.bytes().length(), sortKey.clear());
    MemComparable.encodeBytes(out, sortKey.array(), 0, sortKey.length());
  }

  @Override
  public void putValue(Datum value, Bytes out) {
    out.put(value.bytes().array(), 0, value.bytes().length());
  }

  /** The sort key. */
  @Override
  public void putHashText(Datum value, Bytes out) {
    collation.sortKey(value.bytes().array(), value.bytes().length(), out);
  }

  @Override
  public String text(byte[] data, int from, int to) {
    return charset == Charset.BINARY
        ? "0x" + HexFormat.of().withUpperCase().formatHex(data, from, to)
        : new String(data, from, to - from, StandardCharsets.UTF_8);
  }

  @Override
  public String text(Datum value) {
    return text(value.bytes().array(), 0, value.bytes().length());
  }

  @Override
  public boolean needsRestoredData() {
    return needsRestoredData;
  }

  @Override
  public boolean losesTrailingSpaces() {
    return needsRestoredData && collation.onlyTrims();
  }

  /** Cuts to bytes or characters; a cut by characters mends bytes that are none. */
  @Override
  public Datum truncate(Datum value, int prefixLength, Datum spare) {
    Bytes bytes = value.bytes();
    if (charset.prefixesCountBytes()) {
      if (bytes.length() <= prefixLength) {
        return value;
      }
      spare.startBytes().put(bytes.array(), 0, prefixLength);
      return spare;
    }
    int end = Utf8.offsetBeyond(bytes.array(), bytes.length(), prefixLength);
    if (end < 0) {
      return value;
    }
    Utf8.appendRepaired(spare.startBytes(), bytes.array(), end);
    return spare;
  }

  private void store(Datum out) {
    Bytes bytes = out.bytes();
    check(bytes);
    cut(bytes);
    pad(bytes);
    if (family == Family.CHAR && charset != Charset.BINARY) {
      trim(bytes);
    }
    if (usedInKeys && collation.lacksWeight(bytes.array(), bytes.length())) {
      throw new BadValueException("TiDB has no weight of its character U+2CEA1 and fails on it");
    }
  }

  private void check(Bytes bytes) {
    byte[] array = bytes.array();
    int end = bytes.length();
    int at = 0;
    while (at < end) {
      if (array[at] >= 0) {
        at++;
        continue;
      }
      if (charset.invalidLength(array, at, end) > 0) {
        rules.adjust("the byte at " + at + " starts no character of " + charset.sqlName());
        mend(bytes);
        return;
      }
      at += Utf8.runeLength(array, at, end);
    }
  }

  private void mend(Bytes bytes) {
    repaired.clear();
    int end = bytes.length();
    for (int at = 0; at < end; ) {
      int invalid = charset.invalidLength(bytes.array(), at, end);
      if (invalid > 0) {
        repaired.put('?');
        at += invalid;
      } else {
        int size = Utf8.runeLength(bytes.array(), at, end);
        repaired.put(bytes.array(), at, size);
        at += size;
      }
    }
    bytes.clear().put(repaired.array(), 0, repaired.length());
  }

  private void cut(Bytes bytes) {
    int end = allowedEnd(bytes);
    if (end < 0) {
      return;
    }
    boolean blank = charset != Charset.BINARY && family != Family.BLOB;
    for (int i = end; i < bytes.length() && blank; i++) {
      byte b = bytes.array()[i];
      blank = b == ' ' || b == '\t' || b == '\n' || b == '\r';
    }
    if (!blank) {
      rules.adjust("it is longer than " + length);
    }
    bytes.truncate(end);
  }

  /** Returns where a value that is too long must end, -1 when it is not. */
  private int allowedEnd(Bytes bytes) {
    if (length < 0 || bytes.length() <= length) {
      return -1;
    }
    int limit = (int) length;
    if (charset == Charset.BINARY) {
      return limit;
    }
    if (family != Family.BLOB) {
      return Utf8.offsetBeyond(bytes.array(), bytes.length(), limit);
    }
    int end = limit;
    while (end > 0 && (bytes.array()[end] & 0xc0) == 0x80) {
      end--;
    }
    return end;
  }

  private void pad(Bytes bytes) {
    if (family == Family.CHAR && charset == Charset.BINARY && bytes.length() < length) {
      bytes.fill(0, (int) length - bytes.length());
    }
  }

  private static void trim(Bytes bytes) {
    int end = bytes.length();
    while (end > 0 && bytes.array()[end - 1] == ' ') {
      end--;
    }
    bytes.truncate(end);
  }

  private static String special(double value) {
    return Double.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
  }
}
