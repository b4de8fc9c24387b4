/** TiDB's SQL port for an embedded cluster: MySQL's protocol over the DDL catalog. */
package io.thunderhead.tidb;
