/** Files of INSERT statements, as Dumpling, Mydumper and mysqldump write them. */
package io.thunderhead.sqldump;
