/** What can go wrong, and what is known then. */
package io.thunderhead.error;
