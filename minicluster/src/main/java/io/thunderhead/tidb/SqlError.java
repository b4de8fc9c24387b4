package io.thunderhead.tidb;

/** A failure that the client is told, with MySQL's number and SQLSTATE. */
final class SqlError extends RuntimeException {
  static final int DATABASE_ACCESS_DENIED = 1044;
  static final int ACCESS_DENIED = 1045;
  static final int NO_DATABASE = 1046;
  static final int UNKNOWN_COMMAND = 1047;
  static final int UNKNOWN_DATABASE = 1049;
  static final int UNKNOWN_COLUMN = 1054;
  static final int SYNTAX = 1064;
  static final int EMPTY_QUERY = 1065;
  static final int UNKNOWN = 1105;
  static final int TABLE_ACCESS_DENIED = 1142;
  static final int UNKNOWN_TABLE = 1146;
  static final int UNKNOWN_VARIABLE = 1193;
  static final int PRIVILEGE_NEEDED = 1227;
  static final int LOCAL_VARIABLE = 1228;
  static final int GLOBAL_VARIABLE = 1229;
  static final int WRONG_VALUE = 1231;
  static final int READ_ONLY_VARIABLE = 1238;
  static final int NO_PREPARED_STATEMENTS = 1295;
  static final int NO_DEFAULT = 1364;
  static final int CANNOT_CREATE_USER = 1396;
  static final int MULTI_STATEMENTS = 8130;

  private static final long serialVersionUID = 1L;

  private final int code;

  SqlError(int code, String message) {
    super(message);
    this.code = code;
  }

  /** A statement, or part of one, that TiDB runs and this stand-in does not. */
  static SqlError notTaken(String what) {
    return new SqlError(UNKNOWN, what + " is not taken by this embedded TiDB");
  }

  int code() {
    return code;
  }

  /** Five characters. */
  String state() {
    return switch (code) {
      case DATABASE_ACCESS_DENIED, SYNTAX, EMPTY_QUERY, TABLE_ACCESS_DENIED, PRIVILEGE_NEEDED ->
          "42000";
      case UNKNOWN_DATABASE -> "42000";
      case ACCESS_DENIED -> "28000";
      case NO_DATABASE -> "3D000";
      case UNKNOWN_COMMAND -> "08S01";
      case UNKNOWN_COLUMN -> "42S22";
      case UNKNOWN_TABLE -> "42S02";
      case 1050 -> "42S01";
      default -> "HY000";
    };
  }
}
