/** Opens a part of an input file of any format, and watches that the file stays what was listed. */
package io.thunderhead.input;
