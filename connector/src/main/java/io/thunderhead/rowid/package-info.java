/** Ids of rows: blocks that TiDB reserves, and allocators raised to what a load took. */
package io.thunderhead.rowid;
