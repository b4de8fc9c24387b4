/** A task runs more than once. */
package io.thunderhead.cluster.attempt;
