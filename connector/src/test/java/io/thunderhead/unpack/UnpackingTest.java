package io.thunderhead.unpack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import io.thunderhead.source.Compression;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.Lz4Codec;
import org.apache.hadoop.io.compress.SnappyCodec;
import org.apache.hadoop.util.ReflectionUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.xerial.snappy.SnappyFramedOutputStream;
import org.xerial.snappy.SnappyOutputStream;

class UnpackingTest {
  private static final Path DUMPS =
      Path.of("../minicluster/src/test/resources/golden/nyc/dumps").toAbsolutePath();

  /** Writers of other projects, one for each kind of file that is met. */
  enum Packing {
    GZIP(Compression.GZIP) {
      @Override
      OutputStream open(OutputStream out) throws IOException {
        return new GZIPOutputStream(out);
      }
    },
    GZIP_WITH_FIELDS(Compression.GZIP) {
      @Override
      OutputStream open(OutputStream out) throws IOException {
        GzipParameters fields = new GzipParameters();
        fields.setFilename("a file.csv");
        fields.setComment("a comment");
        return new GzipCompressorOutputStream(out, fields);
      }
    },
    ZSTD(Compression.ZSTD) {
      @Override
      OutputStream open(OutputStream out) throws IOException {
        return new ZstdOutputStreamNoFinalizer(out).setChecksum(true);
      }
    },
    SNAPPY_FRAMED(Compression.SNAPPY) {
      @Override
      OutputStream open(OutputStream out) throws IOException {
        return new SnappyFramedOutputStream(out);
      }
    },
    SNAPPY_XERIAL(Compression.SNAPPY) {
      @Override
      OutputStream open(OutputStream out) {
        return new SnappyOutputStream(out);
      }
    },
    SNAPPY_HADOOP(Compression.SNAPPY) {
      @Override
      OutputStream open(OutputStream out) throws IOException {
        return hadoop(SnappyCodec.class, out);
      }
    },
    LZ4_FRAMED(Compression.LZ4) {
      @Override
      OutputStream open(OutputStream out) throws IOException {
        return new LZ4FrameOutputStream(
            out,
            LZ4FrameOutputStream.BLOCKSIZE.SIZE_64KB,
            LZ4FrameOutputStream.FLG.Bits.BLOCK_INDEPENDENCE,
            LZ4FrameOutputStream.FLG.Bits.CONTENT_CHECKSUM);
      }
    },
    LZ4_HADOOP(Compression.LZ4) {
      @Override
      OutputStream open(OutputStream out) throws IOException {
        return hadoop(Lz4Codec.class, out);
      }
    };

    final Compression compression;

    Packing(Compression compression) {
      this.compression = compression;
    }

    abstract OutputStream open(OutputStream out) throws IOException;

    /** Tells whether the end of the content is written, so that a cut is always noticed. */
    boolean hasEnd() {
      return switch (this) {
        case GZIP, GZIP_WITH_FIELDS, ZSTD, LZ4_FRAMED -> true;
        case SNAPPY_FRAMED, SNAPPY_XERIAL, SNAPPY_HADOOP, LZ4_HADOOP -> false;
      };
    }

    byte[] pack(byte[] content) throws IOException {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (OutputStream packing = open(out)) {
        packing.write(content);
      }
      return out.toByteArray();
    }

    private static OutputStream hadoop(Class<? extends CompressionCodec> codec, OutputStream out)
        throws IOException {
      return ReflectionUtils.newInstance(codec, new Configuration()).createOutputStream(out);
    }
  }

  @ParameterizedTest
  @EnumSource
  void readsWhatOthersWrite(Packing packing) throws IOException {
    for (int size : new int[] {1, 10, 65_535, 65_536, 65_537, 1_000_003}) {
      byte[] content = content(size);
      assertThat(unpack(packing.compression, packing.pack(content))).isEqualTo(content);
    }
  }

  @ParameterizedTest
  @EnumSource
  void readsSeveralFilesOneBehindTheOtherAsOne(Packing packing) throws IOException {
    byte[] first = content(100_000);
    byte[] second = content(70_001);
    byte[] stored = join(packing.pack(first), packing.pack(second));

    assertThat(unpack(packing.compression, stored)).isEqualTo(join(first, second));
  }

  @ParameterizedTest
  @EnumSource
  void readsFromStreamsThatGiveOneByteAndSayThatNoneIsAvailable(Packing packing)
      throws IOException {
    byte[] content = content(3000);
    byte[] stored = join(packing.pack(content), packing.pack(content));

    try (InputStream in = packing.compression.open(new Trickle(stored), "f")) {
      assertThat(in.readAllBytes()).isEqualTo(join(content, content));
    }
  }

  @ParameterizedTest
  @EnumSource
  void noticesEveryCut(Packing packing) throws IOException {
    byte[] content = content(70_000);
    byte[] stored = packing.pack(content);
    for (int length = 0; length < stored.length; length += length < 40 ? 1 : 997) {
      byte[] cut = Arrays.copyOf(stored, length);
      byte[] got;
      try {
        got = unpack(packing.compression, cut);
      } catch (IOException e) {
        assertThat(e).hasMessageContaining("s3a://b/f").hasMessageMatching("(?s).*byte \\d+.*");
        continue;
      }
      assertThat(packing.hasEnd()).as("cut at %d is noticed", length).isFalse();
      assertThat(Arrays.equals(content, 0, got.length, got, 0, got.length)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void readsDamagedFilesAsErrorsOrBytesNeverElse(Packing packing) throws IOException {
    byte[] content = content(2000);
    byte[] stored = packing.pack(content);
    Random random = new Random(7);
    for (int i = 0; i < 1500; i++) {
      byte[] damaged = stored.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        unpack(packing.compression, damaged);
      } catch (IOException e) {
        assertThat(e).hasMessageContaining("s3a://b/f");
      }
    }
  }

  @Test
  void tellsThatAGzipIsCutOff() throws IOException {
    byte[] stored = Packing.GZIP.pack(content(100_000));
    byte[] cut = Arrays.copyOf(stored, stored.length - 9);

    assertThatThrownBy(() -> unpack(Compression.GZIP, cut))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "s3a://b/f: the gzip data ends in the middle, at byte %d: the file is cut off or still being written. Copy it again, or wait for its writer.",
            cut.length);
  }

  @Test
  void tellsThatAGzipIsDamaged() throws IOException {
    byte[] stored = Packing.GZIP.pack(content(1000));
    stored[stored.length - 6] ^= 1;

    assertThatThrownBy(() -> unpack(Compression.GZIP, stored)).hasMessageContaining("CRC");
    byte[] more = join(Packing.GZIP.pack(content(10)), new byte[] {'x', 'y'});
    assertThatThrownBy(() -> unpack(Compression.GZIP, more))
        .hasMessageContaining("after the last member");
    assertThatThrownBy(
            () -> unpack(Compression.GZIP, "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8)))
        .hasMessageContaining("does not begin with 1f 8b");
  }

  @Test
  void readsZerosBehindAGzip() throws IOException {
    byte[] stored = join(Packing.GZIP.pack(content(10)), new byte[512]);

    assertThat(unpack(Compression.GZIP, stored)).isEqualTo(content(10));
  }

  @Test
  void passesSkippableFrames() throws IOException {
    byte[] skippable = {0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3};
    byte[] content = content(1000);
    for (Packing packing : new Packing[] {Packing.ZSTD, Packing.LZ4_FRAMED}) {
      byte[] packed = packing.pack(content);
      byte[] stored = join(join(skippable, packed), join(skippable, packed));
      assertThat(unpack(packing.compression, stored)).isEqualTo(join(content, content));
    }
    assertThat(unpack(Compression.ZSTD, Zstd.compress(content))).isEqualTo(content);
  }

  /** The file was made by {@code lz4 -BD -B4 -BX --content-size}. */
  @Test
  void readsLz4BlocksThatCopyFromTheBlockBefore() throws IOException {
    byte[] stored = Files.readAllBytes(Path.of("src/test/resources/unpack/planes-linked.csv.lz4"));

    assertThat(unpack(Compression.LZ4, stored)).isEqualTo(plain("csv", "planes"));
    for (int length = 0; length < stored.length; length += 501) {
      byte[] cut = Arrays.copyOf(stored, length);
      assertThatThrownBy(() -> unpack(Compression.LZ4, cut)).isInstanceOf(IOException.class);
    }
    byte[] damaged = stored.clone();
    damaged[stored.length / 2] ^= 4;
    assertThatThrownBy(() -> unpack(Compression.LZ4, damaged))
        .hasMessageContaining("not valid lz4");
  }

  @ParameterizedTest
  @MethodSource("packedDumps")
  void readsDumplingsFiles(String folder, String table, String packed, String plain)
      throws IOException {
    Path file = DUMPS.resolve(folder).resolve("nyc." + table + ".000000000." + packed);
    byte[] stored = Files.readAllBytes(file);
    byte[] content = unpack(Compression.ofName(file.toString()), stored);

    assertThat(content).isEqualTo(plain(plain, table));
    byte[] cut = Arrays.copyOf(stored, stored.length - 3);
    assertThatThrownBy(() -> unpack(Compression.ofName(file.toString()), cut))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ends in the middle, at byte " + cut.length);
  }

  static Stream<Arguments> packedDumps() {
    return Stream.of("planes", "airports", "airlines", "weather")
        .flatMap(
            table ->
                Stream.of(
                    Arguments.of("csv-gzip", table, "csv.gz", "csv"),
                    Arguments.of("csv-snappy", table, "csv.snappy", "csv"),
                    Arguments.of("sql-zstd", table, "sql.zst", "sql")));
  }

  @ParameterizedTest
  @CsvSource({
    "a.csv, NONE",
    "/x.gz/a, NONE",
    "gz, NONE",
    "a.csv.gz, GZIP",
    "s3a://b/a.csv.GZIP, GZIP",
    "a.sql.zst, ZSTD",
    "a.sql.zstd, ZSTD",
    "a.csv.snappy, SNAPPY",
    "a.csv.lz4, LZ4",
    "a.gz.parquet, NONE"
  })
  void tellsThePackingByTheName(String name, Compression expected) {
    assertThat(Compression.ofName(name)).isEqualTo(expected);
  }

  @Test
  void refusesOtherPackingsByName() {
    assertThatThrownBy(() -> Compression.ofName("a.csv.xz"))
        .hasMessage(
            "a.csv.xz: files packed as xz are not read; unpack it, or pack it as gzip, zstd, snappy or lz4");
    assertThatThrownBy(() -> Compression.named("lzo")).hasMessageContaining("lzo");
    assertThat(Compression.named("gz")).isEqualTo(Compression.GZIP);
    assertThat(Compression.named("")).isEqualTo(Compression.NONE);
  }

  private static byte[] plain(String format, String table) throws IOException {
    return Files.readAllBytes(
        DUMPS.resolve(format).resolve("nyc." + table + ".000000001." + format));
  }

  private static byte[] unpack(Compression compression, byte[] stored) throws IOException {
    try (InputStream in = compression.open(new ByteArrayInputStream(stored), "s3a://b/f")) {
      return in.readAllBytes();
    }
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /** Bytes that pack somewhat. */
  private static byte[] content(int size) {
    Random random = new Random(size);
    byte[] content = new byte[size];
    for (int i = 0; i < size; i++) {
      content[i] = (byte) (i % 7 == 0 ? random.nextInt(256) : "thunderhead".charAt(i % 11));
    }
    return content;
  }

  /** Gives one byte at a time, as slow networks may. */
  private static final class Trickle extends ByteArrayInputStream {
    Trickle(byte[] bytes) {
      super(bytes);
    }

    @Override
    public synchronized int read(byte[] out, int from, int count) {
      return super.read(out, from, Math.min(count, 1));
    }

    @Override
    public synchronized int available() {
      return 0;
    }
  }
}
