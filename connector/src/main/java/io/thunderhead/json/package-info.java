/** JSON and VECTOR: their text, their stored binary form, and the column types that hold them. */
package io.thunderhead.json;
