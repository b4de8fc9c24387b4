/** Timestamps that jump while a load runs. */
package io.thunderhead.cluster.tso;
