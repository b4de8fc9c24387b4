import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Runs the statements of a file in a session of Spark SQL. Arguments: the file, a statement to run
 * before, the id in the text that stands for the last job's, and settings as KEY=VALUE.
 */
final class Statements {
  public static void main(String[] arguments) throws Exception {
    SparkSession.Builder builder =
        SparkSession.builder().master("local[2]").config("spark.ui.enabled", "false");
    for (String setting : List.of(arguments).subList(3, arguments.length)) {
      String[] parts = setting.split("=", 2);
      builder.config(parts[0], parts[1]);
    }
    SparkSession spark = builder.getOrCreate();
    spark.sql(arguments[1]);
    String job = arguments[2];
    for (String statement : Files.readString(Path.of(arguments[0])).split(";\\s*(?:\\n|$)")) {
      String sql = statement.strip().replace(arguments[2], job);
      try {
        Dataset<Row> rows = spark.sql(sql);
        List<Row> shown = rows.collectAsList();
        if (List.of(rows.columns()).contains("Job_ID") && !shown.isEmpty()) {
          job = String.valueOf(shown.get(0).<Long>getAs("Job_ID"));
        }
      } catch (Exception e) {
        // A job may end before it is cancelled, which the statement then says.
        if (!sql.startsWith("CANCEL") || !String.valueOf(e.getMessage()).contains("finished")) {
          throw e;
        }
      }
      System.out.println("ran: " + sql.lines().findFirst().orElse(""));
    }
    spark.stop();
  }
}
