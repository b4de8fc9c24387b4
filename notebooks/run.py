"""Runs the notebooks top to bottom against an embedded cluster, as users run them against their own.

Each NAME.py is the source, in the form of Databricks; NAME.ipynb beside it has the same cells and
what came out of a run. Without arguments the outputs of this run are compared with those;
with --update they take their place. PySpark must be importable, and the jars must be built.
"""

import ast
import contextlib
import difflib
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parent
HEAD = "# Databricks notebook source\n"
COMMAND = "# COMMAND ----------\n"
MAGIC = "# MAGIC"
MARKDOWN = MAGIC + " %md"
PATIENCE_SECONDS = 900

# What differs from run to run: times, sizes that follow them, ids that are timestamps of PD, and sums
# over keys, which hold the ids of tables.
VARYING = [
    (re.compile(r"^checksum +\d+ sent = stored", re.MULTILINE), "checksum <sum> sent = stored"),
    (re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?Z?"), "<time>"),
    (re.compile(r"\b\d{18}\b"), "<id>"),
    (re.compile(r"\b\d+(\.\d+)? ?(ms|s|min|µs)\b"), "<seconds>"),
    (re.compile(r"^seconds .*$", re.MULTILINE), "seconds <seconds>"),
    (re.compile(r"^bytes (held by one task|to each replica) .*$", re.MULTILINE), "<bytes>"),
    (re.compile(r"\b[\d,.]+ ?(([KMG]i?)?B|rows|KVs|MiB)(/s| a second)"), "<rate>"),
]


def cells(source):
    """Returns kind and text of each cell of a source."""
    text = source.read_text()
    if not text.startswith(HEAD):
        raise SystemExit(f"{source.name}: the first line must be '{HEAD.strip()}'")
    found = []
    for part in text[len(HEAD):].split(COMMAND):
        part = part.strip("\n")
        if part.startswith(MARKDOWN):
            lines = [line[len(MAGIC):].removeprefix(" ") for line in part.split("\n")[1:]]
            found.append(("markdown", "\n".join(lines)))
        elif MAGIC in part:
            raise SystemExit(f"{source.name}: of Databricks' magics only {MARKDOWN} works in Jupyter too")
        else:
            found.append(("code", part))
    return found


def run_cell(text, names):
    """Runs one cell as Jupyter does: what it prints, then what its last expression is."""
    tree = ast.parse(text)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    printed = io.StringIO()
    value = None
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, "<cell>", "exec"), names)
        if last is not None:
            value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)
    outputs = []
    if printed.getvalue():
        outputs.append(("stream", printed.getvalue()))
    if value is not None:
        outputs.append(("execute_result", repr(value)))
    return outputs


def run_all(source, result):
    """Runs the cells of a source in this process, and writes their outputs as JSON."""
    names = {"__name__": "__main__"}
    outputs = []
    for kind, text in cells(source):
        if kind == "code":
            try:
                outputs.append(run_cell(text, names))
            except Exception:
                sys.exit(f"{source.name}: this cell fails:\n\n{text}\n\n{traceback.format_exc()}")
    result.write_text(json.dumps(outputs))
    names["spark"].stop()


def lines(text):
    return text.splitlines(keepends=True)


def notebook(source, outputs):
    """Returns the Jupyter notebook of a source, with the outputs of its code cells."""
    made = []
    rest = iter(outputs)
    count = 0
    for place, (kind, text) in enumerate(cells(source)):
        cell = {"cell_type": kind, "id": f"cell-{place}", "metadata": {}, "source": lines(text)}
        if kind == "code":
            count += 1
            cell.update(execution_count=count, outputs=[output(each, count) for each in next(rest)])
        made.append(cell)
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {
        "cells": made,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def output(each, count):
    kind, text = each
    if kind == "stream":
        return {"output_type": kind, "name": "stdout", "text": lines(text)}
    return {"output_type": kind, "data": {"text/plain": lines(text)}, "execution_count": count, "metadata": {}}


def plain(text):
    """Returns a text without what differs from run to run."""
    for pattern, name in VARYING:
        text = pattern.sub(name, text)
    # Columns of tables are as wide as their widest value.
    return re.sub(r"-{2,}", "--", re.sub(r" +", " ", text))


def told(book):
    """Returns the cells of a notebook and their outputs as lines to compare."""
    told = []
    for cell in book["cells"]:
        told += [f"[{cell['cell_type']}]\n", *cell["source"], "\n"]
        for each in cell.get("outputs", []):
            text = each.get("text") or each["data"]["text/plain"]
            told += ["[output]\n", *lines(plain("".join(text))), "\n"]
    return told


class Cluster:
    """`thunderhead cluster` in a process of its own, which ends when its input does."""

    def __enter__(self):
        self.process = subprocess.Popen(
            [ROOT / "thunderhead", "cluster", "--ddl", ROOT / "examples/flights.sql"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            self.pd = self.address("PD: ")
            self.tidb = self.address("TiDB: ")
        except BaseException:
            self.__exit__()
            raise
        return self

    def address(self, before):
        for line in self.process.stdout:
            if line.startswith(before):
                return line[len(before):].split()[0]
        raise SystemExit("the cluster ended before it told its addresses")

    def __exit__(self, *_):
        self.process.stdin.close()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()


def outputs_of(source, cluster, folder):
    """Runs a source in a process of its own, and returns what its code cells print."""
    result = folder / "outputs.json"
    settings = "spark.ui.enabled=false spark.driver.host=127.0.0.1 spark.driver.bindAddress=127.0.0.1"
    jar = "jobs" if "jobs/target" in source.read_text() else "connector"
    environment = dict(
        os.environ,
        THUNDERHEAD_PD=cluster.pd,
        THUNDERHEAD_TIDB=cluster.tidb,
        THUNDERHEAD_DM=str(folder / "dm"),
        THUNDERHEAD_JOB_DIR=(folder / "jobs").as_uri(),
        THUNDERHEAD_JARS=",".join(str(each) for each in [built(jar), driver()]),
        PYSPARK_PYTHON=sys.executable,
        PYSPARK_SUBMIT_ARGS=" ".join(f"--conf {each}" for each in settings.split())
        + f" --conf spark.local.dir={folder} --conf spark.sql.warehouse.dir={folder / 'warehouse'}"
        + " --conf spark.sql.session.timeZone=UTC --driver-java-options -Djava.net.preferIPv4Stack=true pyspark-shell",
        SPARK_LOCAL_IP="127.0.0.1",
        TZ="UTC",
    )
    with open(folder / "log", "w") as log:
        process = subprocess.Popen(
            [sys.executable, __file__, "--cells", source, result],
            cwd=FOLDER, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        )
        try:
            code = process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            code = "none in time"
        finally:
            # Spark's JVM is a child of that process, in its group.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, 9)
            process.wait()
    if code != 0:
        raise SystemExit(f"{(folder / 'log').read_text()[-20000:]}\n{source.name}: exit code {code}")
    text = result.read_text()
    for here, everywhere in [
        (cluster.pd, "127.0.0.1:2379"), (cluster.tidb, "127.0.0.1:4000"),
        ("port: " + cluster.tidb.split(":")[1], "port: 4000"), (str(folder), "/tmp"), (str(ROOT), "/thunderhead"),
    ]:
        text = text.replace(here, everywhere)
    return json.loads(text)


def built(module):
    found = [each for each in (ROOT / module / "target").glob("thunderhead-*.jar")]
    if len(found) != 1:
        raise SystemExit(f"{module}/target holds {len(found)} jars instead of one; run 'mvn package -DskipTests'")
    return found[0]


def driver():
    """MySQL's JDBC driver, of the version that the build is tested with."""
    for each in (ROOT / "jobs/target/spark.classpath").read_text().split(":"):
        if "mysql-connector-j" in each:
            return Path(each)
    raise SystemExit("jobs/target/spark.classpath has no mysql-connector-j")


def main(update):
    good = True
    with Cluster() as cluster:
        for source in [FOLDER / "quickstart.py", FOLDER / "migration.py"]:
            start = time.monotonic()
            with tempfile.TemporaryDirectory() as folder:
                made = notebook(source, outputs_of(source, cluster, Path(folder)))
            kept = source.with_suffix(".ipynb")
            if update:
                kept.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n")
            difference = list(difflib.unified_diff(told(json.loads(kept.read_text())), told(made), str(kept.name), "this run"))
            print(f"{source.name}: {'differs' if difference else 'good'}, {time.monotonic() - start:.1f} s", flush=True)
            sys.stdout.writelines(difference)
            good = good and not difference
    if not good:
        sys.exit("outputs differ from those in the notebooks; .ci/notebooks --update takes those of this run")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--cells"]:
        run_all(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        main("--update" in sys.argv[1:])
