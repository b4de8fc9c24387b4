/** Regions that merge while a load runs. */
package io.thunderhead.cluster.merge;
