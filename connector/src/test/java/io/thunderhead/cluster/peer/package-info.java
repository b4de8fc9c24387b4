/** Peers that come and go while a load runs. */
package io.thunderhead.cluster.peer;
