/** Loads into a cluster that moves: what happens to it, times the phase of the load. */
package io.thunderhead.cluster;
