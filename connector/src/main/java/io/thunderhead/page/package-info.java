/** The page that a load's report makes, to be looked at in a browser. */
package io.thunderhead.page;
