/** What a table is, as TiDB's own schema JSON says, and whether it can be loaded. */
package io.thunderhead.schema;
