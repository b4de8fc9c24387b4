package io.thunderhead.ddl;

import static io.thunderhead.ddl.FieldType.UNSPECIFIED;

import io.thunderhead.ddl.Token.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads column types. Lengths and character sets that are not given stay unspecified; {@link
 * ColumnBuilder} fills them in.
 */
final class TypeParser {
  private static final Map<String, Integer> INTEGERS =
      Map.ofEntries(
          Map.entry("TINYINT", FieldType.TINY),
          Map.entry("INT1", FieldType.TINY),
          Map.entry("SMALLINT", FieldType.SHORT),
          Map.entry("INT2", FieldType.SHORT),
          Map.entry("MEDIUMINT", FieldType.INT24),
          Map.entry("MIDDLEINT", FieldType.INT24),
          Map.entry("INT3", FieldType.INT24),
          Map.entry("INT", FieldType.LONG),
          Map.entry("INTEGER", FieldType.LONG),
          Map.entry("INT4", FieldType.LONG),
          Map.entry("BIGINT", FieldType.LONGLONG),
          Map.entry("INT8", FieldType.LONGLONG));

  private final TokenReader in;

  TypeParser(TokenReader in) {
    this.in = in;
  }

  FieldType type() {
    Token token = in.peek();
    if (token.kind() != Kind.WORD) {
      throw in.unexpected("a column type");
    }
    in.next();
    String name = token.text().toUpperCase(Locale.ROOT);
    Integer integer = INTEGERS.get(name);
    if (integer != null) {
      return numberFlags(new FieldType(integer, 0, optionalLength(255), UNSPECIFIED));
    }
    FieldType type = number(name);
    if (type == null) {
      type = text(name, token);
    }
    return type == null ? other(name, token) : type;
  }

  private FieldType number(String name) {
    return switch (name) {
      case "BOOL", "BOOLEAN" -> numberFlags(new FieldType(FieldType.TINY, 0, 1, UNSPECIFIED));
      case "DECIMAL", "DEC", "NUMERIC", "FIXED" -> decimal();
      case "FLOAT", "FLOAT4" -> floating(FieldType.FLOAT);
      case "DOUBLE", "FLOAT8", "REAL" -> {
        in.accept("PRECISION");
        yield floating(FieldType.DOUBLE);
      }
      case "BIT" -> {
        Position at = in.here();
        long length = optionalLength(64);
        if (length == 0) {
          throw at.error("BIT(0)", "expected 1 to 64");
        }
        yield new FieldType(FieldType.BIT, 0, length == UNSPECIFIED ? 1 : length, UNSPECIFIED);
      }
      default -> null;
    };
  }

  private FieldType other(String name, Token token) {
    return switch (name) {
      case "DATE" -> new FieldType(FieldType.DATE, FieldType.BINARY, 10, 0);
      case "DATETIME" -> withFsp(FieldType.DATETIME, 19);
      case "TIMESTAMP" -> withFsp(FieldType.TIMESTAMP, 19);
      case "TIME" -> withFsp(FieldType.DURATION, 10);
      case "YEAR" -> {
        Position at = in.here();
        long length = optionalLength(255);
        if (length != UNSPECIFIED && length != 4) {
          throw at.error("YEAR(" + length + ")", "write YEAR");
        }
        yield new FieldType(FieldType.YEAR, 0, 4, UNSPECIFIED);
      }
      case "JSON" -> new FieldType(FieldType.JSON, FieldType.BINARY, UNSPECIFIED, 0);
      case "ENUM" -> members(FieldType.ENUM);
      case "SET" -> members(FieldType.SET);
      case "VECTOR" -> vector();
      default ->
          throw token
              .at()
              .error("column type " + token.text() + " is not known to TiDB", "choose another one");
    };
  }

  private FieldType text(String name, Token token) {
    return switch (name) {
      case "CHAR", "CHARACTER" -> character(in.accept("VARYING"));
      case "NCHAR" -> character(in.accept("VARCHAR") || in.accept("VARYING"));
      case "VARCHAR", "VARCHARACTER", "NVARCHAR" -> character(true);
      case "NATIONAL" -> {
        boolean varying = in.accept("VARCHAR") || in.accept("VARCHARACTER");
        if (!varying && !in.accept("CHAR") && !in.accept("CHARACTER")) {
          throw in.unexpected("CHAR or VARCHAR");
        }
        yield character(varying || in.accept("VARYING"));
      }
      case "BINARY" ->
          new FieldType(FieldType.STRING, FieldType.BINARY, optionalLength(255), UNSPECIFIED)
              .binaryCollation();
      case "VARBINARY" ->
          new FieldType(FieldType.VARCHAR, FieldType.BINARY, length(), UNSPECIFIED)
              .binaryCollation();
      case "TINYBLOB" -> blob(FieldType.TINY_BLOB, UNSPECIFIED);
      case "BLOB" -> blob(FieldType.BLOB, optionalLength(4294967295L));
      case "MEDIUMBLOB" -> blob(FieldType.MEDIUM_BLOB, UNSPECIFIED);
      case "LONGBLOB" -> blob(FieldType.LONG_BLOB, UNSPECIFIED);
      case "TINYTEXT" -> charset(new FieldType(FieldType.TINY_BLOB));
      case "TEXT" ->
          charset(new FieldType(FieldType.BLOB, 0, optionalLength(4294967295L), UNSPECIFIED));
      case "MEDIUMTEXT" -> charset(new FieldType(FieldType.MEDIUM_BLOB));
      case "LONGTEXT" -> charset(new FieldType(FieldType.LONG_BLOB));
      case "LONG" -> {
        if (in.accept("VARBINARY")) {
          yield blob(FieldType.MEDIUM_BLOB, UNSPECIFIED);
        }
        if (!in.accept("VARCHAR")) {
          in.accept("VARCHARACTER");
        }
        yield charset(new FieldType(FieldType.MEDIUM_BLOB));
      }
      case "GEOMETRY", "POINT", "LINESTRING", "POLYGON", "GEOMETRYCOLLECTION" ->
          throw token.at().error("spatial type " + name + " is not known to TiDB", "use another");
      default -> null;
    };
  }

  private FieldType character(boolean varying) {
    long length = varying ? length() : optionalLength(255);
    return charset(
        new FieldType(varying ? FieldType.VARCHAR : FieldType.STRING, 0, length, UNSPECIFIED));
  }

  private static FieldType blob(int code, long length) {
    return new FieldType(code, FieldType.BINARY, length, UNSPECIFIED).binaryCollation();
  }

  private long length() {
    in.expectSymbol("(");
    long length = in.smallInteger("length", 0, Integer.MAX_VALUE);
    in.expectSymbol(")");
    return length;
  }

  private long optionalLength(long max) {
    if (!in.acceptSymbol("(")) {
      return UNSPECIFIED;
    }
    Position at = in.here();
    long length = in.unsignedInteger("length");
    if (length < 0 || length > max) {
      throw at.error("length " + Long.toUnsignedString(length), "expected at most " + max);
    }
    in.expectSymbol(")");
    return length;
  }

  private FieldType withFsp(int code, int width) {
    int fsp = 0;
    if (in.acceptSymbol("(")) {
      fsp = in.smallInteger("fractional digits", 0, 6);
      in.expectSymbol(")");
    }
    return new FieldType(code, FieldType.BINARY, fsp > 0 ? width + 1 + fsp : width, fsp);
  }

  private FieldType decimal() {
    FieldType type = new FieldType(FieldType.DECIMAL);
    Position at = in.here();
    if (in.acceptSymbol("(")) {
      type.flen = in.smallInteger("precision", 0, 65);
      type.flen = type.flen == 0 ? 10 : type.flen;
      if (in.acceptSymbol(",")) {
        type.decimal = in.smallInteger("scale", 0, 30);
      }
      in.expectSymbol(")");
      if (type.flen < type.decimal) {
        throw at.error("scale " + type.decimal + " is over precision " + type.flen, "lower it");
      }
    }
    return numberFlags(type);
  }

  private FieldType floating(int code) {
    FieldType type = new FieldType(code);
    Position at = in.here();
    if (in.acceptSymbol("(")) {
      type.flen = in.smallInteger("precision", 0, 255);
      if (in.acceptSymbol(",")) {
        type.decimal = in.smallInteger("scale", 0, 30);
        if (type.flen < type.decimal) {
          throw at.error("scale " + type.decimal + " is over precision " + type.flen, "lower it");
        }
      } else if (code == FieldType.DOUBLE) {
        throw at.error("DOUBLE with a precision and no scale", "write DOUBLE or DOUBLE(M,D)");
      } else if (type.flen > 53) {
        throw at.error("FLOAT(" + type.flen + ")", "expected at most 53");
      } else {
        type.type = type.flen > 24 ? FieldType.DOUBLE : FieldType.FLOAT;
        type.flen = UNSPECIFIED;
      }
      in.expectSymbol(")");
    }
    return numberFlags(type);
  }

  private FieldType numberFlags(FieldType type) {
    while (true) {
      if (in.accept("UNSIGNED")) {
        type.add(FieldType.UNSIGNED);
      } else if (in.accept("ZEROFILL")) {
        type.add(FieldType.ZEROFILL | FieldType.UNSIGNED);
      } else if (!in.accept("SIGNED")) {
        return type;
      }
    }
  }

  private FieldType vector() {
    FieldType type = new FieldType(FieldType.VECTOR, FieldType.BINARY, UNSPECIFIED, 0);
    if (in.acceptSymbol("<")) {
      in.expect("FLOAT");
      in.expectSymbol(">");
    }
    if (in.acceptSymbol("(")) {
      type.flen = in.smallInteger("dimensions", 1, 16383);
      in.expectSymbol(")");
    }
    return type;
  }

  private FieldType members(int code) {
    in.expectSymbol("(");
    List<String> members = new ArrayList<>();
    long longest = -1;
    long sum = 0;
    do {
      Position at = in.here();
      String member = member();
      if (code == FieldType.SET && member.indexOf(',') >= 0) {
        throw at.error("SET member '" + member + "' has a comma", "leave it out");
      }
      members.add(member);
      int bytes = member.getBytes(StandardCharsets.UTF_8).length;
      longest = Math.max(longest, bytes);
      sum += bytes;
    } while (in.acceptSymbol(","));
    in.expectSymbol(")");
    if (code == FieldType.SET && members.size() > 64) {
      throw in.here().error("SET with " + members.size() + " members", "it has at most 64");
    }
    FieldType type = new FieldType(code);
    type.elems = List.copyOf(members);
    type.flen = code == FieldType.ENUM ? longest : sum + members.size() - 1;
    return charset(type);
  }

  /** Trailing spaces are no part of a member. */
  private String member() {
    Token token = in.peek();
    if (token.kind() == Kind.HEX || token.kind() == Kind.BITS) {
      throw in.notTaken("ENUM or SET member as a binary literal", "write it as a string");
    }
    return in.string("a member").replaceAll(" +$", "");
  }

  /** CHARACTER SET, its short forms and BINARY; COLLATE is an option of the column. */
  private FieldType charset(FieldType type) {
    while (true) {
      Position at = in.here();
      if (in.accept("CHARACTER", "SET") || in.accept("CHAR", "SET") || in.accept("CHARSET")) {
        type.charset = Charsets.charset(in.charsetName("character set"), at);
        if (type.charset.equals(Charsets.BINARY)) {
          type.collate = Charsets.BINARY;
        }
      } else if (in.accept("BINARY")) {
        type.add(FieldType.BINARY);
      } else if (in.accept("ASCII")) {
        type.charset = "latin1";
      } else if (in.accept("BYTE")) {
        type.binaryCollation();
      } else if (in.at("UNICODE")) {
        throw in.notTaken("UNICODE", "write CHARACTER SET utf8mb4");
      } else {
        return type;
      }
    }
  }
}
