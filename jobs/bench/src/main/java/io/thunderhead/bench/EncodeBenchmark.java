package io.thunderhead.bench;

import io.thunderhead.codec.Bytes;
import io.thunderhead.encode.KvSink;
import io.thunderhead.encode.RowEncoder;
import io.thunderhead.source.SourceRow;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Encodes one batch of rows of text that lie in memory; what comes out is only counted. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class EncodeBenchmark implements KvSink {
  /** A golden table or a type. */
  @Param({"lineitem"})
  public String input;

  private List<SourceRow> rows;
  private RowEncoder encoder;
  private long bytes;

  /** Makes rows and encoder. */
  @Setup
  public void prepare() {
    EncodeInput made = EncodeInput.of(input);
    rows = made.rows();
    encoder = made.encoder();
  }

  /** Encodes the batch. */
  @Benchmark
  public long encode() {
    bytes = 0;
    for (int i = 0; i < rows.size(); i++) {
      encoder.encode(rows.get(i), i + 1, this);
    }
    return bytes;
  }

  @Override
  public void put(Bytes key, Bytes value) {
    bytes += key.length() + value.length();
  }
}
