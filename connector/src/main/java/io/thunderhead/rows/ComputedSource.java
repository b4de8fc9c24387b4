package io.thunderhead.rows;

import io.thunderhead.input.ColumnNames;
import io.thunderhead.input.InputSettings;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.source.FrameRow;
import io.thunderhead.source.PackedRows;
import io.thunderhead.source.SourceRow;
import io.thunderhead.type.InputColumns;
import io.thunderhead.type.InputRow;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The rows of files with columns that Spark computes. Spark sees each row as texts, for the
 * expressions, and packed; the values that no expression touches come out of the pack as the file
 * has them.
 */
public final class ComputedSource implements RowSource {
  private static final String PACKED = "_thunderhead_row";

  private final SparkSession session;
  private final FileSource files;
  private final RowSource read;
  private final ColumnNames names;
  private final Map<String, String> expressions;
  private Dataset<Row> computed;

  /**
   * @param files whose settings tell which column each field goes to
   * @param expressions column to Spark SQL expression
   */
  ComputedSource(SparkSession session, FileSource files, Map<String, String> expressions) {
    this(
        session, files, files, files.settings().names().without(expressions.keySet()), expressions);
  }

  /**
   * @param read rows of the files
   */
  private ComputedSource(
      SparkSession session,
      FileSource files,
      RowSource read,
      ColumnNames names,
      Map<String, String> expressions) {
    this.session = session;
    this.files = files;
    this.read = read;
    this.names = names;
    this.expressions = expressions;
  }

  @Override
  public RowSource forTable(TableInfo table, ZoneId zone) {
    FileSource ofTable = files.forTable(table, zone);
    InputSettings plain = ofTable.settings().withVariables();
    FileSource named = ofTable.with(plain);
    return new ComputedSource(session, named, named, names, expressions);
  }

  @Override
  public InputColumns columns() {
    InputColumns ofFile = files.columns();
    return ofFile == null ? null : ComputedRow.columns(FrameRow.columns(types()), names.of(ofFile));
  }

  @Override
  public JavaSparkContext spark() {
    return files.spark();
  }

  /** Spark numbers columns anew each time; what else differs in its plan gives other values. */
  @Override
  public SourceLayout layout() {
    String plan = computed().queryExecution().optimizedPlan().toString();
    return files.layout().computing(plan.replaceAll("#\\d+L?", ""));
  }

  @Override
  public int partitions() {
    return read.partitions();
  }

  @Override
  public RowSample sample() {
    RowSample plain = files.sample();
    RowSource sampled = new ComputedSource(session, files, plain.rows(), names, expressions);
    return new ComputedSample(plain, sampled);
  }

  /** A sample of files, with the computed columns. */
  private record ComputedSample(RowSample plain, RowSource rows) implements RowSample {
    @Override
    public List<Part> parts() {
      return plain.parts();
    }

    @Override
    public InputSize size(long[] rowsOfParts) {
      return plain.size(rowsOfParts);
    }
  }

  @Override
  public <T> JavaRDD<T> mapPartitions(Work<T> work) {
    StructType types = types();
    ColumnNames goTo = names;
    return computed()
        .toJavaRDD()
        .mapPartitionsWithIndex(
            (partition, rows) -> work.call(partition, new ComputedRows(types, goTo, rows)), true);
  }

  /** Returns the types of the computed columns. */
  private StructType types() {
    StructField[] all = computed().schema().fields();
    return new StructType(Arrays.copyOf(all, all.length - 1));
  }

  private Dataset<Row> computed() {
    if (computed == null) {
      InputColumns first = files.columns();
      List<String> texts = first == null ? List.of() : named(names.shown(first));
      StructType schema = new StructType();
      for (String text : texts) {
        schema = schema.add(text, DataTypes.StringType);
      }
      ColumnNames shownAs = names;
      JavaRDD<Row> rows =
          read.mapPartitions((partition, input) -> new ShownRows(shownAs, texts, input));
      Dataset<Row> shown = session.createDataFrame(rows, schema.add(PACKED, DataTypes.BinaryType));
      computed = Expressions.select(shown, PACKED, expressions);
    }
    return computed;
  }

  private static List<String> named(List<String> shown) {
    return shown.stream().filter(Objects::nonNull).distinct().toList();
  }

  /** Shows rows of files to Spark. */
  private static final class ShownRows implements Iterator<Row> {
    private final ColumnNames names;
    private final List<String> texts;
    private final Iterator<InputRow> rows;
    private final PackedRows pack = new PackedRows();
    private InputColumns columns;
    private int[] positions;

    ShownRows(ColumnNames names, List<String> texts, Iterator<InputRow> rows) {
      this.names = names;
      this.texts = texts;
      this.rows = rows;
    }

    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public Row next() {
      SourceRow row = (SourceRow) rows.next();
      if (!row.columns().equals(columns)) {
        columns = row.columns();
        List<String> shown = names.shown(columns);
        positions = texts.stream().mapToInt(shown::indexOf).toArray();
      }
      Object[] values = new Object[texts.size() + 1];
      for (int i = 0; i < positions.length; i++) {
        int at = positions[i];
        boolean has = at >= 0 && at < row.length() && !row.isNull(at);
        values[i] = has ? row.text(at) : null;
      }
      values[texts.size()] = pack.pack(row);
      return RowFactory.create(values);
    }
  }

  /** Makes rows of what Spark computed. */
  private static final class ComputedRows implements Iterator<InputRow> {
    private final Iterator<Row> rows;
    private final int packed;
    private final PackedRows pack = new PackedRows();
    private final SourceRow ofFile = new SourceRow();
    private final ComputedRow row;

    ComputedRows(StructType types, ColumnNames names, Iterator<Row> rows) {
      this.rows = rows;
      this.packed = types.size();
      this.row = new ComputedRow(new FrameRow(types), ofFile, names);
    }

    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public InputRow next() {
      Row next = rows.next();
      pack.unpack((byte[]) next.get(packed), ofFile);
      return row.of(next);
    }
  }
}
