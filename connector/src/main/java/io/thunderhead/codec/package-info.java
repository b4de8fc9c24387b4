/** Bytes and values of TiDB's keys and rows, both directions; no Spark, no I/O, no clock. */
package io.thunderhead.codec;
