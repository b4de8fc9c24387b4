/** The options of a load: one table, parsed once, checked by name. */
package io.thunderhead.option;
