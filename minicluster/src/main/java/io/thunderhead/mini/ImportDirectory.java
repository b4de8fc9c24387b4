package io.thunderhead.mini;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileReader;
import org.rocksdb.SstFileReaderIterator;
import org.tikv.kvproto.ImportSstpb.SSTMeta;
import org.tikv.kvproto.Kvrpcpb.APIVersion;
import org.tikv.kvproto.Metapb.RegionEpoch;

/**
 * A store's folder of SSTs that wait for ingestion. The name of a file is its identity (uuid,
 * region, epoch, family); no other field of a meta plays a part (import-protocol 3.4, 3.7, 3.8).
 */
final class ImportDirectory {
  private static final String SUFFIX = "_2.sst";
  private static final int NAME_PARTS = 6;

  private final Path root;
  private final Path temp;
  private final Path clone;
  private final APIVersion apiVersion;

  /**
   * @param apiVersion form of the keys in the store's database (import-protocol 1.4)
   */
  ImportDirectory(Path root, APIVersion apiVersion) {
    this.root = root;
    this.apiVersion = apiVersion;
    temp = root.resolve(".temp");
    clone = root.resolve(".clone");
    try {
      deleteTree(temp);
      deleteTree(clone);
      Files.createDirectories(temp);
      Files.createDirectories(clone);
    } catch (IOException e) {
      throw new UncheckedIOException("import folder " + root + " is not made", e);
    }
  }

  /** Where one SST lies while it is written, saved and ingested. */
  record SstPath(Path saved, Path temporary, Path cloned) {
    /** Makes a written file known to ingestion. */
    void save() throws IOException {
      Files.move(temporary, saved);
    }
  }

  /** Refuses a raw key that a database of API V2 cannot hold: all but keyspaces' and TiDB's. */
  void checkKeyMode(byte[] rawKey) throws ImportError {
    boolean known = rawKey.length > 0 && (rawKey[0] == 'x' || rawKey[0] == 'm' || rawKey[0] == 't');
    if (apiVersion == APIVersion.V2 && !known) {
      throw ImportError.invalidKeyMode(rawKey);
    }
  }

  /** Returns the file name of a meta; a uuid that has not 16 bytes is refused. */
  static String fileName(SSTMeta meta) throws ImportError {
    RegionEpoch epoch = meta.getRegionEpoch();
    return String.join(
        "_",
        Texts.uuid(meta.getUuid()),
        Long.toUnsignedString(meta.getRegionId()),
        Long.toUnsignedString(epoch.getConfVer()),
        Long.toUnsignedString(epoch.getVersion()),
        meta.getCfName() + SUFFIX);
  }

  SstPath path(SSTMeta meta) throws ImportError {
    String name = fileName(meta);
    return new SstPath(root.resolve(name), temp.resolve(name), clone.resolve(name));
  }

  /** Tells whether a saved file carries the name of a meta. */
  boolean exists(SSTMeta meta) {
    try {
      return Files.exists(path(meta).saved());
    } catch (ImportError e) {
      return false;
    }
  }

  /** Opens a saved SST and returns how many entries it has; a missing or broken one is refused. */
  long entries(SSTMeta meta) throws ImportError {
    try (Options options = new Options();
        SstFileReader reader = new SstFileReader(options)) {
      reader.open(path(meta).saved().toString());
      return reader.getTableProperties().getNumEntries();
    } catch (RocksDBException e) {
      throw ImportError.engine(e.getMessage());
    }
  }

  /** Checks every block of saved SSTs. */
  void verifyChecksums(List<SSTMeta> metas) throws ImportError {
    for (SSTMeta meta : metas) {
      try (Options options = new Options();
          SstFileReader reader = new SstFileReader(options)) {
        reader.open(path(meta).saved().toString());
        reader.verifyChecksum();
      } catch (RocksDBException e) {
        throw ImportError.engine(e.getMessage());
      }
    }
  }

  /**
   * Checks metas against a store of API V1 (import-protocol 1.4): V1 passes, V1 with TTL does not,
   * V2 passes when every key of the file starts with {@code m} or {@code t}.
   */
  void checkApiVersion(List<SSTMeta> metas) throws ImportError {
    for (SSTMeta meta : metas) {
      boolean comparable =
          meta.getApiVersion() == APIVersion.V1 || meta.getApiVersion() == APIVersion.V2;
      boolean same = comparable && meta.getApiVersion() == apiVersion;
      if (!same && !(comparable && holdsOnlyTidbKeys(path(meta).saved()))) {
        throw ImportError.incompatibleApiVersion();
      }
    }
  }

  private static boolean holdsOnlyTidbKeys(Path file) throws ImportError {
    try (Options options = new Options();
        SstFileReader reader = new SstFileReader(options);
        ReadOptions read = new ReadOptions()) {
      reader.open(file.toString());
      try (SstFileReaderIterator iterator = reader.newIterator(read)) {
        for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
          byte[] key = iterator.key();
          if (key.length < 2 || (key[1] != 'm' && key[1] != 't')) {
            return false;
          }
        }
        return true;
      }
    } catch (RocksDBException e) {
      throw ImportError.engine(e.getMessage());
    }
  }

  /** Moves the SSTs of metas into a database: links each under another name, then ingests. */
  void ingest(List<SSTMeta> metas, StoreEngine engine) throws ImportError, IOException {
    Map<Cf, List<Path>> files = new EnumMap<>(Cf.class);
    for (SSTMeta meta : metas) {
      SstPath path = path(meta);
      Files.deleteIfExists(path.cloned());
      Files.createLink(path.cloned(), path.saved());
      files
          .computeIfAbsent(Cf.ingestible(meta.getCfName()), cf -> new ArrayList<>())
          .add(path.cloned());
    }
    // The default family comes first, so no reader finds a record whose value is not there yet.
    for (Map.Entry<Cf, List<Path>> family : files.entrySet()) {
      engine.ingest(family.getKey(), family.getValue());
    }
    for (SSTMeta meta : metas) {
      delete(meta);
    }
  }

  /** Removes what there is of an SST. */
  void delete(SSTMeta meta) throws ImportError {
    SstPath path = path(meta);
    for (Path file : List.of(path.saved(), path.temporary(), path.cloned())) {
      deleteQuietly(file);
    }
  }

  /**
   * Removes saved files that can never be ingested: their region is unknown here or its epoch has
   * passed theirs. A file of the current epoch stays.
   */
  void cleanUp(LongFunction<RegionEpoch> localEpoch) {
    for (Path file : saved()) {
      String[] parts = file.getFileName().toString().split("_");
      if (parts.length != NAME_PARTS) {
        continue;
      }
      RegionEpoch local = localEpoch.apply(Long.parseUnsignedLong(parts[1]));
      RegionEpoch own =
          RegionEpoch.newBuilder()
              .setConfVer(Long.parseUnsignedLong(parts[2]))
              .setVersion(Long.parseUnsignedLong(parts[3]))
              .build();
      if (local == null || Regions.isStale(own, local)) {
        deleteQuietly(file);
      }
    }
  }

  /** Returns the saved files. */
  List<Path> saved() {
    try (Stream<Path> files = Files.list(root)) {
      return files.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("import folder " + root + " is not listed", e);
    }
  }

  /** Removes a folder and all it holds, if it is there. */
  static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException failure)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("file " + file + " is not deleted", e);
    }
  }
}
