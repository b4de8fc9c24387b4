package io.thunderhead.bench;

import io.thunderhead.checksum.KvChecksum;
import io.thunderhead.codec.Bytes;
import java.util.concurrent.TimeUnit;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What this machine needs to copy, compress and sum the bytes that a batch of rows becomes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class CalibrationBenchmark {
  /** A golden table or a type. */
  @Param({"lineitem"})
  public String input;

  private byte[] encoded;
  private byte[] copy;
  private byte[] packed;
  private final LZ4Compressor lz4 = LZ4Factory.fastestInstance().fastCompressor();

  /** Encodes the rows. */
  @Setup
  public void prepare() {
    Bytes bytes = EncodeInput.of(input).encoded();
    encoded = bytes.toByteArray();
    copy = new byte[encoded.length];
    packed = new byte[lz4.maxCompressedLength(encoded.length)];
  }

  /** Copies the bytes. */
  @Benchmark
  public byte[] memcpy() {
    System.arraycopy(encoded, 0, copy, 0, encoded.length);
    return copy;
  }

  /** Compresses the bytes as Spark does those of a shuffle. */
  @Benchmark
  public int lz4() {
    return lz4.compress(encoded, packed);
  }

  /** Sums the bytes as one value with the loader's own CRC-64. */
  @Benchmark
  public long crc64() {
    KvChecksum.Sum sum = new KvChecksum.Sum();
    sum.add(encoded, 0, 0, encoded, 0, encoded.length);
    return sum.total().checksum();
  }
}
