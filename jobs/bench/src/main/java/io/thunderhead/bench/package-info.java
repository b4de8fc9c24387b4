/** Measures the encoder and the readers alone, beside calibrations taken in the same run. */
package io.thunderhead.bench;
