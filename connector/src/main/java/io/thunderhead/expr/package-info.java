/**
 * TiDB's scalar expressions over the columns of a row.
 *
 * <p>No library at hand computes them exactly. Those of Spark, Calcite and H2 differ from MySQL in
 * what a value is made of and so in stored bytes: decimals that keep more digits than they show,
 * unsigned 64-bit integers, zero dates, text that becomes a number by its beginning, collations,
 * and warnings that a session's {@code sql_mode} turns into errors.
 */
package io.thunderhead.expr;
