/** Turns DDL text into the TableInfo and DBInfo JSON that TiDB keeps in its meta keys. */
package io.thunderhead.ddl;
