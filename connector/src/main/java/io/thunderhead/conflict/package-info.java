/** Rows that claim one key: how they are found among sorted KVs, and which of them stay. */
package io.thunderhead.conflict;
