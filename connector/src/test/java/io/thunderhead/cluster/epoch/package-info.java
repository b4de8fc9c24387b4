/** Regions whose epochs never rest. */
package io.thunderhead.cluster.epoch;
