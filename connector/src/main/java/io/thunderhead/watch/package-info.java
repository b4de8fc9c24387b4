/** What is seen of a load while it runs, and kept of it for its report. */
package io.thunderhead.watch;
