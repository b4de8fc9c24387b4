/** The driver's story of a physical load, from options to report. */
package io.thunderhead.load;
