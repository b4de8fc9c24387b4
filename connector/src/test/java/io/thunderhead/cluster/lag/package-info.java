/** Followers that lag behind while a load runs. */
package io.thunderhead.cluster.lag;
