/** Connections to the cluster's processes, and the one way to try again. */
package io.thunderhead.rpc;
