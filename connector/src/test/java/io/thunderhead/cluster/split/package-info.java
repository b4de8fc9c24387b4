/** A region splits while it is loaded. */
package io.thunderhead.cluster.split;
