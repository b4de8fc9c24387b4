# Databricks notebook source
# MAGIC %md
# MAGIC # A DataFrame into TiDB
# MAGIC
# MAGIC Loads 336,776 flights into TiDB as SSTs that TiKV ingests, and reads them back from TiKV.
# MAGIC
# MAGIC On your machine: build with `mvn package -DskipTests`, start a cluster with
# MAGIC `./thunderhead cluster --ddl examples/flights.sql`, set `THUNDERHEAD_PD` and `THUNDERHEAD_TIDB` to the addresses it
# MAGIC prints, and start Jupyter with PySpark 3.5 or newer. On Databricks: a dedicated cluster that reaches PD and every TiKV, our connector's jar
# MAGIC and `com.mysql:mysql-connector-j` as its libraries, `spark.sql.extensions io.thunderhead.spark.TiDBExtensions` in its Spark
# MAGIC configuration, and the folder `examples/` in a volume. Table `nyc.flights` is made by `examples/flights.sql`.

# COMMAND ----------

import os

from pyspark.sql import SparkSession, functions as F


def parameter(name, default):
    """A widget on Databricks, an environment variable elsewhere."""
    if "dbutils" in globals():
        dbutils.widgets.text(name, default)
        return dbutils.widgets.get(name)
    return os.environ.get("THUNDERHEAD_" + name.upper(), default)


pd = parameter("pd", "127.0.0.1:2379")
tidb = parameter("tidb", "127.0.0.1:4000")
examples = parameter("examples", "../examples")
jars = parameter("jars", "../connector/target/thunderhead-connector-0.1.0.jar")

# COMMAND ----------

# MAGIC %md
# MAGIC The session: on Databricks it is there already and keeps its own jars. The cluster becomes a catalog of Spark SQL, `tidb`.

# COMMAND ----------

spark = (
    SparkSession.builder.appName("Thunderhead quickstart")
    .config("spark.jars", jars)
    .config("spark.sql.extensions", "io.thunderhead.spark.TiDBExtensions")
    .getOrCreate()
)
catalog = "spark.sql.catalog.tidb"
spark.conf.set(catalog, "io.thunderhead.spark.TiDBCatalog")
spark.conf.set(catalog + ".pd", pd)
spark.conf.set(catalog + ".tidb", tidb)

spark.sql("SHOW TABLES IN tidb.nyc").show()

# COMMAND ----------

# MAGIC %md
# MAGIC ## Load
# MAGIC
# MAGIC Columns go by their names. `mode("overwrite")` empties the table by TRUNCATE first, so that this notebook can run again; `append` wants
# MAGIC it empty unless option `mode` says otherwise. The load fails unless the stores' checksum is that of what was sent.

# COMMAND ----------

flights = (
    spark.read.option("header", True)
    .option("nullValue", "NA")
    .csv(examples + "/flights.csv.gz")
    .withColumn("id", F.monotonically_increasing_id() + 1)
)
(
    flights.write.format("tidb")
    .option("pd", pd)
    .option("tidb", tidb)
    .option("table", "nyc.flights")
    .mode("overwrite")
    .save()
)
spark.sql("SHOW IMPORT JOBS").select("Target_Table", "Phase", "Status", "Imported_Rows").show()

# COMMAND ----------

# MAGIC %md
# MAGIC ## Read back
# MAGIC
# MAGIC From TiKV, at one timestamp, a task for each region. Only the columns that are asked for are decoded, and conditions on the
# MAGIC primary key leave out regions.

# COMMAND ----------

stored = spark.read.format("tidb").option("pd", pd).option("table", "nyc.flights").load()
stored.printSchema()

# COMMAND ----------

(
    stored.groupBy("origin")
    .agg(F.count("*").alias("flights"), F.round(F.avg("dep_delay"), 2).alias("delay"))
    .orderBy("origin")
    .show()
)
stored.where("id BETWEEN 1000 AND 1004").select("id", "time_hour", "carrier", "flight", "tailnum").orderBy("id").show()

# COMMAND ----------

# MAGIC %md
# MAGIC The same rows as in the file, by the sum of a hash over their values:

# COMMAND ----------

columns = [c for c in stored.columns if c != "time_hour"]


def digest(rows):
    values = [F.col(c).cast(stored.schema[c].dataType) for c in columns]
    return rows.agg(F.count("*").alias("rows"), F.sum(F.xxhash64(*values).cast("decimal(38,0)")).alias("digest")).first()


assert digest(stored) == digest(flights)
digest(stored)

# COMMAND ----------

# MAGIC %md
# MAGIC ## In SQL
# MAGIC
# MAGIC A table made and filled by one statement, rows added to it, and the table as it was before.

# COMMAND ----------

spark.sql("DROP TABLE IF EXISTS tidb.nyc.carriers")
spark.sql(
    """
    CREATE TABLE tidb.nyc.carriers TBLPROPERTIES ('primary-key' = 'id') AS
    SELECT row_number() OVER (ORDER BY carrier) AS id, carrier, count(*) AS flights
    FROM tidb.nyc.flights GROUP BY carrier
    """
)
before = spark._jvm.java.time.Instant.now().toString()
spark.sql("INSERT INTO tidb.nyc.carriers VALUES (100, 'ZZ', 0)")
spark.sql("SELECT * FROM tidb.nyc.carriers ORDER BY flights DESC LIMIT 3").show()
spark.sql("SELECT count(*) AS now FROM tidb.nyc.carriers").show()
spark.sql(f"SELECT count(*) AS before FROM tidb.nyc.carriers TIMESTAMP AS OF '{before}'").show()

# COMMAND ----------

# MAGIC %md
# MAGIC ## When something is wrong
# MAGIC
# MAGIC Problem, cause and remedy come in one line, before anything is written.

# COMMAND ----------

try:
    flights.withColumnRenamed("tailnum", "tail_num").write.format("tidb").option("pd", pd).option(
        "table", "nyc.flights"
    ).mode("append").save()
except Exception as e:
    failure = str(getattr(e, "java_exception", e).getMessage())
    print(failure)
