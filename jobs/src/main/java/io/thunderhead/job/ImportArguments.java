package io.thunderhead.job;

import io.thunderhead.option.LoadOptions;
import io.thunderhead.source.CsvSettings;
import java.nio.file.Path;
import java.util.Map;

/**
 * What one import does.
 *
 * @param csv the input
 * @param set columns to compute: name to Spark SQL expression
 * @param options the loader's options
 * @param json file for the report, or null
 * @param show rows to print from the table afterwards
 */
record ImportArguments(
    CsvSettings csv, Map<String, String> set, LoadOptions options, Path json, int show) {}
