/** Digests of what was sent and of what the cluster stores, and their comparison. */
package io.thunderhead.checksum;
