/** The databases and tables of a cluster: read from TiKV, changed through TiDB. */
package io.thunderhead.catalog;
