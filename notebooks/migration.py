# Databricks notebook source
# MAGIC %md
# MAGIC # A MySQL dump into TiDB, and on with DM
# MAGIC
# MAGIC Takes what Dumpling or Mydumper wrote: looks before it loads, makes and fills the tables, compares them with the dump,
# MAGIC and writes the task by which DM goes on from the dump's place in the binlog.
# MAGIC
# MAGIC On your machine: build with `mvn package -DskipTests`, start a cluster with
# MAGIC `./thunderhead cluster --ddl examples/flights.sql`, set `THUNDERHEAD_PD` and `THUNDERHEAD_TIDB` to the addresses it
# MAGIC prints, and start Jupyter with PySpark 3.5 or newer. On Databricks: a dedicated cluster that reaches PD and every TiKV, our jobs jar
# MAGIC and `com.mysql:mysql-connector-j` as its libraries, `spark.sql.extensions io.thunderhead.spark.TiDBExtensions` in its Spark
# MAGIC configuration, and the dump in a volume or a bucket. The database `shop` must not be there yet.

# COMMAND ----------

import os

from pyspark.sql import SparkSession


def parameter(name, default):
    """A widget on Databricks, an environment variable elsewhere."""
    if "dbutils" in globals():
        dbutils.widgets.text(name, default)
        return dbutils.widgets.get(name)
    return os.environ.get("THUNDERHEAD_" + name.upper(), default)


pd = parameter("pd", "127.0.0.1:2379")
tidb = parameter("tidb", "127.0.0.1:4000")
dump = parameter("dump", "../examples/dump")
dm = parameter("dm", "dm")
jars = parameter("jars", "../jobs/target/thunderhead-jobs-0.1.0.jar")

# COMMAND ----------

spark = (
    SparkSession.builder.appName("Thunderhead migration")
    .config("spark.jars", jars)
    .config("spark.sql.extensions", "io.thunderhead.spark.TiDBExtensions")
    .getOrCreate()
)
catalog = "spark.sql.catalog.tidb"
spark.conf.set(catalog, "io.thunderhead.spark.TiDBCatalog")
spark.conf.set(catalog + ".pd", pd)
spark.conf.set(catalog + ".tidb", tidb)


def thunderhead(*arguments):
    """Runs a command of the command line in this notebook's Spark session, and prints what it prints."""
    java = spark._jvm.java.io
    out, err = java.StringWriter(), java.StringWriter()
    words = spark._sc._gateway.new_array(spark._jvm.String, len(arguments))
    for place, word in enumerate(arguments):
        words[place] = word
    code = spark._jvm.io.thunderhead.job.Thunderhead.run(java.PrintWriter(out), java.PrintWriter(err), words)
    if code != 0:
        raise RuntimeError(f"exit code {code}: {err.toString()}")
    print(out.toString())


cluster = ["--pd", pd, "--tidb", tidb]

# COMMAND ----------

# MAGIC %md
# MAGIC ## Load
# MAGIC
# MAGIC Database and tables are made from the dump's schema files. Each table is checked before it is loaded, and its checksum is compared
# MAGIC afterwards.

# COMMAND ----------

thunderhead("import", "--source", dump, *cluster, "--dm-task", dm, "--dm-source", "mysql.example.com:3306")

# COMMAND ----------

# MAGIC %md
# MAGIC ## Verify
# MAGIC
# MAGIC Reads dump and tables once more and compares them row by row.

# COMMAND ----------

thunderhead("verify", "--source", dump, *cluster)

# COMMAND ----------

# MAGIC %md
# MAGIC ## On to DM
# MAGIC
# MAGIC The task takes up the binlog where the dump ends. Put the passwords in, then `dmctl operate-source create dm-source.yaml` and
# MAGIC `dmctl start-task dm-task.yaml`.

# COMMAND ----------

print("\n".join(row.value for row in spark.read.text(dm + "/dm-task.yaml").collect()))

# COMMAND ----------

# MAGIC %md
# MAGIC ## Use the tables
# MAGIC
# MAGIC By `spark.read.format("tidb")`, or by the catalog:

# COMMAND ----------

orders = spark.read.format("tidb").option("pd", pd).option("table", "shop.orders").load()
assert orders.count() == 240
orders.where("note IS NOT NULL").select("id", "customer", "total", "placed", "note").orderBy("id").show(4, truncate=False)

# COMMAND ----------

spark.sql(
    """
    SELECT c.name, c.country, count(*) AS orders, sum(o.total) AS total
    FROM tidb.shop.orders o JOIN tidb.shop.customers c ON c.id = o.customer
    GROUP BY c.name, c.country ORDER BY total DESC LIMIT 5
    """
).show()

# COMMAND ----------

# MAGIC %md
# MAGIC ## And from now on
# MAGIC
# MAGIC TiDB's own statement runs on Spark too; here it fills a new table by a query.

# COMMAND ----------

spark.sql("DROP TABLE IF EXISTS tidb.shop.days")
spark.sql("CREATE TABLE tidb.shop.days (day DATE NOT NULL, orders BIGINT, total DECIMAL(12,2)) TBLPROPERTIES ('primary-key' = 'day')")
spark.sql(
    """
    IMPORT INTO tidb.shop.days (day, orders, total) FROM
    SELECT to_date(placed), count(*), sum(total) FROM tidb.shop.orders GROUP BY to_date(placed)
    """
).select("Target_Table", "Status", "Imported_Rows").show()
spark.sql("SELECT * FROM tidb.shop.days ORDER BY day LIMIT 5").show()
