package io.thunderhead.task;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thunderhead.codec.TableCodec;
import io.thunderhead.conflict.MarkedKeys;
import io.thunderhead.conflict.RowSet;
import io.thunderhead.option.ConflictStrategy;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.sql.ConflictRecords;
import io.thunderhead.tikv.KvPair;
import io.thunderhead.type.InputRow;
import java.io.Serializable;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Tells rows in conflict, one line for each key that others claim too. */
public final class ConflictLines implements InvolvedPartition.Pour<Row> {
  public static final StructType SCHEMA =
      new StructType()
          .add("table", DataTypes.StringType)
          .add("index", DataTypes.StringType)
          .add("key", DataTypes.StringType)
          .add("file", DataTypes.StringType)
          .add("offset", DataTypes.LongType)
          .add("part", DataTypes.IntegerType)
          .add("row_number", DataTypes.LongType)
          .add("row", DataTypes.StringType)
          .add("action", DataTypes.StringType);

  private static final long serialVersionUID = 1L;

  private final Broadcast<Settled> settled;
  private transient RowText texts;

  /**
   * What became of the rows in conflict.
   *
   * @param zone in which TIMESTAMPs are shown
   * @param byIndex rows by the index in whose keys they meet others, -1 for records
   * @param left rows that do not stay
   */
  public record Settled(
      String name,
      TableInfo table,
      ZoneId zone,
      MarkedKeys keys,
      Map<Long, RowSet> byIndex,
      RowSet left,
      ConflictStrategy strategy)
      implements Serializable {
    String action(long row) {
      if (!left.contains(row)) {
        return "kept";
      }
      return switch (strategy) {
        case IGNORE -> "ignored";
        case REMOVE -> "removed";
        case REPLACE, RECORD, ERROR -> "replaced";
      };
    }
  }

  public ConflictLines(Broadcast<Settled> settled) {
    this.settled = settled;
  }

  @Override
  public void row(InputRow row, InvolvedPartition.Place at, List<KvPair> kvs, Consumer<Row> out) {
    Settled told = settled.value();
    ObjectNode values = texts().values(kvs.get(0));
    String place = row.place();
    int colon = place.lastIndexOf(':');
    for (KvPair kv : kvs) {
      RowSet meeting =
          told.keys().contains(kv.key()) ? told.byIndex().get(TableCodec.indexId(kv.key())) : null;
      if (meeting != null && meeting.contains(at.number())) {
        out.accept(
            RowFactory.create(
                told.name(),
                texts.indexName(kv.key()),
                texts.key(kv.key(), values),
                colon < 0 ? null : place.substring(0, colon),
                colon < 0 ? null : Long.valueOf(place.substring(colon + 1)),
                at.part(),
                at.row(),
                values.toString(),
                told.action(at.number())));
      }
    }
  }

  /** Returns the line of a row that the table had before, about one key of it. */
  Row ofTable(KvPair record, byte[] key) {
    Settled told = settled.value();
    RowText text = texts();
    ObjectNode values = text.values(record);
    return RowFactory.create(
        told.name(),
        text.indexName(key),
        text.key(key, values),
        null,
        null,
        null,
        null,
        values.toString(),
        "replaced");
  }

  private RowText texts() {
    if (texts == null) {
      texts = new RowText(settled.value().table(), settled.value().zone());
    }
    return texts;
  }

  /** Returns a line as it is recorded in TiDB. */
  public static ConflictRecords.Line recorded(Row line) {
    String error =
        "Duplicate entry '%s' for key '%s.%s': %s"
            .formatted(line.getString(2), line.getString(0), line.getString(1), line.getString(8));
    return new ConflictRecords.Line(
        line.isNullAt(3) ? "" : line.getString(3),
        line.isNullAt(4) ? 0 : line.getLong(4),
        error,
        line.isNullAt(6) ? 0 : line.getLong(6),
        line.getString(7));
  }
}
