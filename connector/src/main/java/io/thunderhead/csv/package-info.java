/** Files of separated fields, in the dialects of Lightning, IMPORT INTO and LOAD DATA. */
package io.thunderhead.csv;
