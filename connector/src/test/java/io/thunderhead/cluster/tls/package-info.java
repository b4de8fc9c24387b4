/** Certificates that end or are replaced while a load runs. */
package io.thunderhead.cluster.tls;
