/** A region's leader moves while it is loaded. */
package io.thunderhead.cluster.leader;
