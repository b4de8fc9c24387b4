/** Rows that are set aside: counted by reason, kept in files. */
package io.thunderhead.aside;
