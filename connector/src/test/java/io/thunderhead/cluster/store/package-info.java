/** A store stops while it is loaded, or its disk is full. */
package io.thunderhead.cluster.store;
