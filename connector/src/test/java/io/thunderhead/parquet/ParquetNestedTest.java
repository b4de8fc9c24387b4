package io.thunderhead.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunderhead.error.LoadException;
import io.thunderhead.source.FileSlice;
import io.thunderhead.source.SourceFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Consumer;
import org.apache.parquet.example.data.Group;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists, maps and structs, in the shapes that writers give them. */
class ParquetNestedTest {
  @TempDir private Path folder;

  @Test
  void readsListsOfNumbers() throws IOException {
    assertThat(
            read(
                "optional group c (LIST) { repeated group list { optional float element; } }",
                row -> {
                  Group list = row.addGroup("c");
                  list.addGroup("list").append("element", 1.5f);
                  list.addGroup("list").append("element", -2f);
                },
                row -> row.addGroup("c"),
                row -> row.addGroup("c").addGroup("list"),
                row -> {}))
        .containsExactly("NUMBERS [1.5,-2.0]", "NUMBERS []", "NUMBERS [null]", "NULL");
  }

  @Test
  void readsListsOfOldWriters() throws IOException {
    assertThat(
            read(
                "optional group c (LIST) { repeated int32 array; }",
                row -> row.addGroup("c").append("array", 1).append("array", 2)))
        .containsExactly("NUMBERS [1,2]");
    assertThat(
            read(
                "optional group c (LIST) { repeated group bag { optional int64 array; } }",
                row -> row.addGroup("c").addGroup("bag").append("array", 3L)))
        .containsExactly("NUMBERS [3]");
    assertThat(
            read(
                "optional group c (LIST) { repeated group c_tuple { required int32 x; } }",
                row -> row.addGroup("c").addGroup("c_tuple").append("x", 4)))
        .containsExactly("NESTED [{x:4}]");
    assertThat(
            read(
                "optional group c (LIST) { repeated group e { required int32 x; optional int32 y; } }",
                row -> row.addGroup("c").addGroup("e").append("x", 5)))
        .containsExactly("NESTED [{x:5,y:null}]");
    assertThat(read("repeated int32 c", row -> row.append("c", 6).append("c", 7), row -> {}))
        .containsExactly("NUMBERS [6,7]", "NUMBERS []");
  }

  @Test
  void readsMaps() throws IOException {
    String values = "{ required binary key (STRING); optional int32 value; }";
    assertThat(
            read(
                "optional group c (MAP) { repeated group key_value " + values + " }",
                row -> {
                  Group map = row.addGroup("c");
                  map.addGroup("key_value").append("key", "b").append("value", 1);
                  map.addGroup("key_value").append("key", "a");
                },
                row -> row.addGroup("c"),
                row -> {}))
        .containsExactly("NESTED {b:1,a:null}", "NESTED {}", "NULL");
    assertThat(
            read(
                "optional group c (MAP_KEY_VALUE) { repeated group map " + values + " }",
                row -> row.addGroup("c").addGroup("map").append("key", "k").append("value", 2)))
        .containsExactly("NESTED {k:2}");
    assertThat(
            read(
                "optional group c (MAP) { repeated group m { required int32 key (UINT_32); required boolean value; } }",
                row -> row.addGroup("c").addGroup("m").append("key", -1).append("value", true)))
        .containsExactly("NESTED {4294967295:true}");
  }

  @Test
  void refusesRowsWithAMapThatHasANullKey() throws IOException {
    assertThat(
            read(
                "optional group c (MAP) { repeated group m { optional binary key (STRING); required int32 value; } }",
                row -> row.addGroup("c").addGroup("m").append("value", 1),
                row -> row.addGroup("c").addGroup("m").append("key", "k").append("value", 2)))
        .containsExactly("column 'c': a map in it has a NULL key", "NESTED {k:2}");
  }

  @Test
  void readsStructs() throws IOException {
    assertThat(
            read(
                "optional group c { optional int32 a; optional group s { optional int32 x; } repeated int32 r;"
                    + " optional int64 t (TIMESTAMP(MICROS,true)); optional int32 d (DECIMAL(5,2)); optional int64 u (UINT_64);"
                    + " optional fixed_len_byte_array(16) g (UUID); optional boolean b; }",
                row -> row.addGroup("c"),
                row -> row.addGroup("c").append("r", 1).append("r", 2).append("b", true),
                row -> {
                  Group struct = row.addGroup("c").append("a", 1);
                  struct.addGroup("s");
                  struct.append("t", 1L).append("d", -1).append("u", -1L);
                },
                row -> {}))
        .containsExactly(
            "NESTED {a:null,s:null,r:[],t:null,d:null,u:null,g:null,b:null}",
            "NESTED {a:null,s:null,r:[1,2],t:null,d:null,u:null,g:null,b:true}",
            "NESTED {a:1,s:{x:null},r:[],t:1970-01-01T00:00:00.000001Z,d:-0.01,u:18446744073709551615,g:null,b:null}",
            "NULL");
  }

  @Test
  void readsListsOfLists() throws IOException {
    assertThat(
            read(
                "optional group c (LIST) { repeated group list { optional group element (LIST) { repeated group list { optional int32 element; } } } }",
                row -> {
                  Group outer = row.addGroup("c");
                  Group inner = outer.addGroup("list").addGroup("element");
                  inner.addGroup("list").append("element", 1);
                  inner.addGroup("list");
                  outer.addGroup("list");
                  outer.addGroup("list").addGroup("element");
                }))
        .containsExactly("NESTED [[1,null],null,[]]");
  }

  @Test
  void refusesWhatJsonCannotHoldByName() {
    assertThatThrownBy(
            () ->
                read(
                    "optional group c { optional int32 a; optional fixed_len_byte_array(12) i (INTERVAL); }"))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("column 'c' has optional fixed_len_byte_array(12) i (INTERVAL)");
    assertThatThrownBy(
            () ->
                read(
                    "optional group c (MAP) { repeated group m { required double key; required int32 value; } }"))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("column 'c' has map key required double key");
  }

  @SafeVarargs
  private List<String> read(String column, Consumer<Group>... rows) throws IOException {
    Path path = folder.resolve(column.hashCode() + ".parquet");
    SourceFile file = ParquetFiles.write(path, column, rows);
    return ParquetFiles.read(FileSlice.whole(file), ParquetSettings.of(ZoneOffset.UTC));
  }
}
