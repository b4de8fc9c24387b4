package io.thunderhead.load;

/** What a load of one table did, by whichever way the rows went. */
public sealed interface TableReport permits LoadReport, LogicalReport {
  /** Returns how many rows the input had. */
  long rowsRead();

  /** Returns how many rows are in the table by this load. */
  long rowsLoaded();

  /** Returns the report as lines for a person. */
  String toText();

  /** Returns the report as one JSON object. */
  String toJson();
}
