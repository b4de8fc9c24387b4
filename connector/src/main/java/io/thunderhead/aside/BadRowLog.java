package io.thunderhead.aside;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.type.BadRowKind;
import io.thunderhead.type.InputRow;
import java.io.Closeable;
import java.io.IOException;
import java.util.Locale;
import org.apache.hadoop.fs.Path;

/**
 * Counts the bad rows of one task and keeps them: one JSON object a line, with file, offset,
 * column, kind, reason and values, in a file of the task attempt's own.
 */
public final class BadRowLog implements Closeable {
  private static final int SHOWN = 200;

  private final BadRowSettings settings;
  private final BadRowFile file;
  private BadRowCounts counts = BadRowCounts.NONE;
  private JsonGenerator out;

  /**
   * @param file where rows are kept; null to count them only
   */
  public BadRowLog(BadRowSettings settings, BadRowFile file) {
    this.settings = settings;
    this.file = file;
  }

  /** Returns the rows so far. */
  public BadRowCounts counts() {
    return counts;
  }

  /**
   * Takes a row whose reader found it bad.
   *
   * @throws LoadException BAD_ROW when that is one too many
   */
  public void add(InputRow row) {
    add(row, row.problemKind(), null, row.problem());
  }

  /**
   * Takes a row that cannot be encoded.
   *
   * @throws LoadException BAD_ROW when that is one too many; any other failure as it is
   */
  public void add(InputRow row, LoadException failure) {
    if (failure.code() != ErrorCode.BAD_ROW) {
      String place = row.place().isEmpty() ? "" : row.place() + ": ";
      throw new LoadException(failure.code(), place + failure.getMessage());
    }
    add(row, BadRowKind.TYPE, failure.column(), failure.getMessage());
  }

  private void add(InputRow row, BadRowKind kind, String column, String reason) {
    counts = counts.plus(kind);
    if (counts.total() > settings.limit()) {
      throw new LoadException(ErrorCode.BAD_ROW, refusal(row, reason));
    }
    if (file != null) {
      try {
        write(row, kind, column, reason);
      } catch (IOException e) {
        throw unwritable(e);
      }
    }
  }

  private String refusal(InputRow row, String reason) {
    String place = row.place().isEmpty() ? "" : row.place() + ": ";
    String more =
        settings.limit() == 0
            ? ""
            : " More than %d rows are bad (option max-error).".formatted(settings.limit());
    return place + reason + " (the row: " + shown(row) + ")." + more;
  }

  private static String shown(InputRow row) {
    StringBuilder values = new StringBuilder();
    for (int i = 0; i < row.length() && values.length() <= SHOWN; i++) {
      values.append(i == 0 ? "" : ", ").append(text(row, i));
    }
    return values.length() <= SHOWN ? values.toString() : values.substring(0, SHOWN) + "...";
  }

  private static String text(InputRow row, int index) {
    return row.isNull(index) ? null : row.text(index);
  }

  private void write(InputRow row, BadRowKind kind, String column, String reason)
      throws IOException {
    if (out == null) {
      out = new JsonFactory().createGenerator(file.create(), JsonEncoding.UTF8);
      out.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
    }
    String place = row.place();
    int colon = place.lastIndexOf(':');
    out.writeStartObject();
    out.writeStringField("file", colon < 0 ? place : place.substring(0, colon));
    if (colon >= 0) {
      out.writeNumberField("offset", Long.parseLong(place.substring(colon + 1)));
    }
    out.writeStringField("column", column);
    out.writeStringField("kind", kind.name().toLowerCase(Locale.ROOT));
    out.writeStringField("reason", reason);
    out.writeArrayFieldStart("values");
    for (int i = 0; i < row.length(); i++) {
      out.writeString(text(row, i));
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private LoadException unwritable(IOException e) {
    return new LoadException(
        ErrorCode.INVALID_OPTION,
        "bad rows cannot be written to %s (%s). Check option bad-rows and that tasks may write there."
            .formatted(new Path(settings.folder()), e.getMessage()),
        e);
  }

  /**
   * Ends the file.
   *
   * @throws LoadException INVALID_OPTION when it cannot be written
   */
  @Override
  public void close() {
    if (out != null) {
      JsonGenerator ended = out;
      out = null;
      try {
        ended.writeRaw('\n');
        ended.close();
      } catch (IOException e) {
        throw unwritable(e);
      }
    }
  }
}
