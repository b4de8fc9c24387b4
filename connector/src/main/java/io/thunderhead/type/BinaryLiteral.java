package io.thunderhead.type;

/** Hexadecimal and bit literals of SQL where numbers go (kv-encoding 4.6). */
final class BinaryLiteral {
  private BinaryLiteral() {}

  /**
   * Returns the big-endian number, as unsigned 64 bits; the largest for one that has more.
   *
   * @throws BadValueException for one that has more, in strict mode
   */
  static long number(byte[] literal, ConversionRules rules) {
    int from = 0;
    while (from < literal.length && literal[from] == 0) {
      from++;
    }
    if (literal.length - from > Long.BYTES) {
      rules.adjust("it is a literal of more than 64 bits");
      return -1;
    }
    long number = 0;
    for (int i = from; i < literal.length; i++) {
      number = number << Byte.SIZE | (literal[i] & 0xff);
    }
    return number;
  }
}
