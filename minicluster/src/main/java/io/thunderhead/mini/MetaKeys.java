package io.thunderhead.mini;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Raw keys under which TiDB keeps its schema (kv-encoding 6.1, 6.2). */
final class MetaKeys {
  static final byte[] NEXT_GLOBAL_ID = string("NextGlobalID");
  static final byte[] SCHEMA_VERSION = string("SchemaVersionKey");
  static final byte[] BOOTSTRAP = string("BootstrapKey");

  private static final String DATABASES = "DBs";

  private MetaKeys() {}

  private static byte[] string(String key) {
    return typed(key, 's').toByteArray();
  }

  private static byte[] hashField(String key, String field) {
    ByteArrayOutputStream out = typed(key, 'h');
    out.writeBytes(Keys.encode(field.getBytes(Texts.UTF8)));
    return out.toByteArray();
  }

  private static ByteArrayOutputStream typed(String key, char type) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write('m');
    out.writeBytes(Keys.encode(key.getBytes(Texts.UTF8)));
    out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(type).array());
    return out;
  }

  /** Returns where a database's DBInfo lies. */
  static byte[] database(long databaseId) {
    return hashField(DATABASES, "DB:" + databaseId);
  }

  /** Returns where a field of a database's hash lies, such as {@code Table:7} or {@code TID:7}. */
  static byte[] inDatabase(long databaseId, String field, long tableId) {
    return hashField("DB:" + databaseId, field + ":" + tableId);
  }

  /** Returns what the keys of all databases start with. */
  static byte[] databases() {
    return typed(DATABASES, 'h').toByteArray();
  }

  /** Returns what all fields of a database's hash start with. */
  static byte[] databasePrefix(long databaseId) {
    return typed("DB:" + databaseId, 'h').toByteArray();
  }
}
