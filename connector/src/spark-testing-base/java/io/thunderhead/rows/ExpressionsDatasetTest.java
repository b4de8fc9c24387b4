package io.thunderhead.rows;


import com.holdenkarau.spark.testing.JavaDatasetSuiteBase;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.Test;

/** What {@code --set} computes, row for row. */
public class ExpressionsDatasetTest extends JavaDatasetSuiteBase implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final StructType FILE =
      new StructType()
          .add("id", DataTypes.StringType)
          .add("@day", DataTypes.StringType)
          .add("packed", DataTypes.BinaryType);

  @Override
  public boolean enableHiveSupport() {
    return false;
  }

  @Test
  public void computesFromColumnsAndVariables() {
    Map<String, String> set = new LinkedHashMap<>();
    set.put("twice", "concat(id, id)");
    set.put("mail", "concat('@day is ', coalesce(@day, 'none'))");
    assertComputes(
        set,
        new StructType()
            .add("twice", DataTypes.StringType)
            .add("mail", DataTypes.StringType, false)
            .add("packed", DataTypes.BinaryType),
        RowFactory.create("77", "@day is monday", new byte[] {1}),
        RowFactory.create("88", "@day is none", new byte[] {2}));
  }

  @Test
  public void keepsOnlyThePackedRowWhenNothingIsComputed() {
    assertComputes(
        Map.of(),
        new StructType().add("packed", DataTypes.BinaryType),
        RowFactory.create(new byte[] {1}),
        RowFactory.create(new byte[] {2}));
  }

  private void assertComputes(Map<String, String> set, StructType schema, Row... expected) {
    Dataset<Row> file =
        spark()
            .createDataFrame(
                List.of(
                    RowFactory.create("7", "monday", new byte[] {1}),
                    RowFactory.create("8", null, new byte[] {2})),
                FILE);
    assertDataFrameDataEquals(
        spark().createDataFrame(List.of(expected), schema),
        Expressions.select(file, "packed", set));
  }
}
