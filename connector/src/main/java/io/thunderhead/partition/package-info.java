/** Where a key goes: split keys from a sample, and the partitioner over region bounds. */
package io.thunderhead.partition;
