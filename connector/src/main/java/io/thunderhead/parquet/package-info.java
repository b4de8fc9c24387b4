/** Reads Parquet files as rows for the encoder. */
package io.thunderhead.parquet;
