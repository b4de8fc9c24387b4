/** Packs KVs into blocks that are moved whole, and sorts the blocks of one partition. */
package io.thunderhead.block;
