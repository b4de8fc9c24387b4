/** The cluster stores something else than what was sent. */
package io.thunderhead.cluster.checksum;
