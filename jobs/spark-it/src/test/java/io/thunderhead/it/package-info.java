/** The shipped jars in JVMs of their own, with nothing but Spark beside them. */
package io.thunderhead.it;
