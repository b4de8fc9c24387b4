/** A store answers that it is busy, or not ready. */
package io.thunderhead.cluster.busy;
