/** TiDB's statements on imports, read from their text. */
package io.thunderhead.statement;
