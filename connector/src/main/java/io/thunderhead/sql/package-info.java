/** TiDB's own two ports: SQL through JDBC, and schemas through HTTP. */
package io.thunderhead.sql;
