/** Which partition of its table a row belongs to. */
package io.thunderhead.locate;
