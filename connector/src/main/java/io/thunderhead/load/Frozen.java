package io.thunderhead.load;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Objects of one version of the product as bytes, deflated. Another version's are refused: it might
 * encode rows in another way.
 */
final class Frozen {
  /** Only values are read back, whatever else is on the class path. */
  private static final String VALUES =
      "io.thunderhead.**;java.lang.**;java.util.**;java.time.**;java.math.**;org.roaringbitmap.**;!*";

  private Frozen() {}

  static byte[] of(Serializable object) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(new DeflaterOutputStream(bytes))) {
      out.writeObject(object);
    } catch (IOException e) {
      throw new LoadException(ErrorCode.INTERNAL, "a job's plan cannot be written: " + e, e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads an object back; null for null.
   *
   * @throws LoadException JOB_REFUSED when another version wrote it
   */
  static <T> T read(byte[] bytes, Class<T> type) {
    if (bytes == null) {
      return null;
    }
    try (ObjectInputStream in =
        new OwnClasses(new InflaterInputStream(new ByteArrayInputStream(bytes)))) {
      return type.cast(in.readObject());
    } catch (IOException | ClassNotFoundException | ClassCastException e) {
      throw new LoadException(
          ErrorCode.JOB_REFUSED,
          "the job's plan was made by another version of Thunderhead (%s). Go on with that version, or empty the table with TRUNCATE TABLE and run the load anew."
              .formatted(e.getMessage()),
          e);
    }
  }

  /** Finds classes where this product's are, also when Spark's loader is another. */
  private static final class OwnClasses extends ObjectInputStream {
    OwnClasses(InputStream in) throws IOException {
      super(in);
      setObjectInputFilter(ObjectInputFilter.Config.createFilter(VALUES));
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description)
        throws IOException, ClassNotFoundException {
      try {
        return Class.forName(description.getName(), false, Frozen.class.getClassLoader());
      } catch (ClassNotFoundException e) {
        return super.resolveClass(description);
      }
    }
  }
}
