package io.thunderhead.it;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/** A user's program: Spark SQL over the catalog, and TiDB's statements by the extension. */
public final class SqlProbe {
  private SqlProbe() {}

  /** Takes PD's address, a table with columns id and name, another such, and a folder. */
  public static void main(String[] args) throws Exception {
    String catalog = "spark.sql.catalog.tidb";
    Path folder = Path.of(args[3]);
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.extensions", "io.thunderhead.spark.TiDBExtensions")
            .config(catalog, "io.thunderhead.spark.TiDBCatalog")
            .config(catalog + ".pd", args[0])
            .config(catalog + ".job-dir", folder.resolve("jobs").toUri().toString())
            .getOrCreate()) {
      spark.sql("INSERT INTO tidb." + args[1] + " (id, name, n) SELECT id, 'row', 5 FROM range(5)");
      System.out.println("rows " + spark.table("tidb." + args[1]).where("id >= 3").count());
      System.out.println(
          "default "
              + spark.sql("SELECT DISTINCT n FROM tidb." + args[1]).collectAsList().toString());
      Path file = Files.writeString(folder.resolve("probe.csv"), "7,seven\n");
      spark.sql("IMPORT INTO tidb." + args[2] + " (id, name) FROM '" + file + "'");
      System.out.println("imported " + spark.table("tidb." + args[2]).collectAsList());
      spark.sql("SHOW IMPORT JOBS").select("Status", "Imported_Rows").show();
      System.out.println("probe ended on Spark " + spark.version());
    }
  }
}
