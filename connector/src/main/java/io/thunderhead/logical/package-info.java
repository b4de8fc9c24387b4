/** Rows as statements of SQL: batches that take effect exactly once, through any TiDB server. */
package io.thunderhead.logical;
