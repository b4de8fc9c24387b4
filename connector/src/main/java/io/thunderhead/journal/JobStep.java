package io.thunderhead.journal;

/**
 * Where a running job is.
 *
 * @param phase as IMPORT INTO names it: preparing, global-sorting, importing, ...
 * @param name of the step: init, encode, ingest, write (by SQL), collect-conflicts,
 *     conflict-resolution, post-process
 * @param startMillis when the step began
 * @param processed bytes done
 * @param total bytes to do, 0 when unknown
 */
public record JobStep(String phase, String name, long startMillis, long processed, long total) {
  /** Before the first step. */
  public static final JobStep NONE = new JobStep("", "", 0, 0, 0);

  /** Begins the step that a phase of the load belongs to. */
  public static JobStep of(String phaseOfLoad, long nowMillis) {
    return switch (phaseOfLoad) {
      case "encode-and-sort" -> new JobStep("global-sorting", "encode", nowMillis, 0, 0);
      case "write-and-ingest" -> new JobStep("importing", "ingest", nowMillis, 0, 0);
      case "write" -> new JobStep("importing", "write", nowMillis, 0, 0);
      case "collect-conflicts", "record-conflicts" ->
          new JobStep("resolving-conflicts", "collect-conflicts", nowMillis, 0, 0);
      case "conflict-resolution" ->
          new JobStep("resolving-conflicts", "conflict-resolution", nowMillis, 0, 0);
      case "checksum", "analyze", "commit" ->
          new JobStep("validating", "post-process", nowMillis, 0, 0);
      default -> new JobStep("preparing", "init", nowMillis, 0, 0);
    };
  }

  /** Returns the step with how far it is. */
  public JobStep at(long processedBytes, long totalBytes) {
    return new JobStep(phase, name, startMillis, processedBytes, totalBytes);
  }
}
