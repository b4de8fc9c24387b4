/** Loads that upload SSTs, and what happens to the cluster between upload and ingest. */
package io.thunderhead.cluster.upload;
