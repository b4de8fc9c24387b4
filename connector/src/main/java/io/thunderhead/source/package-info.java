/** Input files as rows of text. */
package io.thunderhead.source;
