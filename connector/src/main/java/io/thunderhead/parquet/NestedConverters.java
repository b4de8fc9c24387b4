package io.thunderhead.parquet;

import io.thunderhead.type.NestedWriter;
import io.thunderhead.type.NestedWriter.Token;
import java.nio.charset.StandardCharsets;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;

/** Makes the converters of one nested column, which all write to one {@link NestedWriter}. */
final class NestedConverters {
  private final NestedWriter out;
  private final LegacyCalendar calendar;
  private boolean nullKey;

  NestedConverters(NestedWriter out, LegacyCalendar calendar) {
    this.out = out;
    this.calendar = calendar;
  }

  /**
   * Returns the converter of a field.
   *
   * @param opener called before each of its values
   */
  Converter of(Type type, Runnable opener) {
    if (type.isPrimitive()) {
      return ScalarForm.of(type.asPrimitiveType())
          .converters()
          .make(new NestedSink(out, opener), calendar);
    }
    GroupType group = type.asGroupType();
    if (NestedForm.isList(group)) {
      return new ListConverter(group, opener);
    }
    return NestedForm.isMap(group)
        ? new MapConverter(group, opener)
        : new StructConverter(group, opener);
  }

  /** Tells whether a map had a NULL key since this was asked last; its row is to be refused. */
  boolean takeNullKey() {
    boolean had = nullKey;
    nullKey = false;
    return had;
  }

  /** Writes an object with all fields, those that are missing as null. */
  final class StructConverter extends GroupConverter {
    private final Runnable opener;
    private final boolean[] repeated;
    private final byte[][] names;
    private final Converter[] fields;
    private int next;
    private boolean inArray;

    private StructConverter(GroupType type, Runnable opener) {
      this.opener = opener;
      int count = type.getFieldCount();
      this.names = new byte[count][];
      this.repeated = new boolean[count];
      this.fields = new Converter[count];
      for (int i = 0; i < count; i++) {
        int position = i;
        Type field = type.getType(i);
        names[i] = field.getName().getBytes(StandardCharsets.UTF_8);
        repeated[i] = field.isRepetition(Repetition.REPEATED);
        fields[i] = of(field, () -> open(position));
      }
    }

    @Override
    public Converter getConverter(int index) {
      return fields[index];
    }

    @Override
    public void start() {
      opener.run();
      out.put(Token.OBJECT);
      next = 0;
      inArray = false;
    }

    @Override
    public void end() {
      skipTo(names.length);
      out.put(Token.END);
    }

    private void open(int position) {
      if (inArray && position == next - 1) {
        return;
      }
      skipTo(position);
      out.putKey(names[position]);
      next = position + 1;
      inArray = repeated[position];
      if (inArray) {
        out.put(Token.ARRAY);
      }
    }

    private void skipTo(int position) {
      if (inArray) {
        out.put(Token.END);
        inArray = false;
      }
      for (; next < position; next++) {
        out.putKey(names[next]);
        if (repeated[next]) {
          out.put(Token.ARRAY);
          out.put(Token.END);
        } else {
          out.put(Token.NULL);
        }
      }
    }
  }

  /** Writes an array. */
  private final class ListConverter extends GroupConverter {
    private final Runnable opener;
    private final Converter element;

    private ListConverter(GroupType type, Runnable opener) {
      this.opener = opener;
      this.element =
          NestedForm.isWrapper(type)
              ? new WrapperConverter(type.getType(0).asGroupType().getType(0))
              : of(type.getType(0), () -> {});
    }

    @Override
    public Converter getConverter(int index) {
      return element;
    }

    @Override
    public void start() {
      opener.run();
      out.put(Token.ARRAY);
    }

    @Override
    public void end() {
      out.put(Token.END);
    }
  }

  /** Writes an element that may be null. */
  private final class WrapperConverter extends GroupConverter {
    private final Converter element;
    private boolean any;

    private WrapperConverter(Type type) {
      this.element = of(type, () -> any = true);
    }

    @Override
    public Converter getConverter(int index) {
      return element;
    }

    @Override
    public void start() {
      any = false;
    }

    @Override
    public void end() {
      if (!any) {
        out.put(Token.NULL);
      }
    }
  }

  /** Writes an object whose keys are those of a map. */
  private final class MapConverter extends GroupConverter {
    private final Runnable opener;
    private final EntryConverter entry;

    private MapConverter(GroupType type, Runnable opener) {
      this.opener = opener;
      this.entry = new EntryConverter(type.getType(0).asGroupType());
    }

    @Override
    public Converter getConverter(int index) {
      return entry;
    }

    @Override
    public void start() {
      opener.run();
      out.put(Token.OBJECT);
    }

    @Override
    public void end() {
      out.put(Token.END);
    }
  }

  /** Writes key and value of a map's entry. */
  private final class EntryConverter extends GroupConverter {
    private final Converter key;
    private final Converter value;
    private boolean hasKey;
    private boolean hasValue;

    private EntryConverter(GroupType type) {
      Type keyType = type.getType(0);
      boolean unsigned = ScalarForm.isUnsigned(keyType.asPrimitiveType());
      this.key = new KeyConverter(this, unsigned);
      this.value = of(type.getType(1), () -> hasValue = true);
    }

    @Override
    public Converter getConverter(int index) {
      return index == 0 ? key : value;
    }

    @Override
    public void start() {
      hasKey = false;
      hasValue = false;
    }

    @Override
    public void end() {
      if (!hasKey) {
        nullKey = true;
      }
      if (!hasValue) {
        out.put(Token.NULL);
      }
    }

    private void putKey(byte[] utf8) {
      hasKey = true;
      out.putKey(utf8);
    }
  }

  /** Writes keys as text. */
  private static final class KeyConverter extends PrimitiveConverter {
    private final EntryConverter entry;
    private final boolean unsigned;

    private KeyConverter(EntryConverter entry, boolean unsigned) {
      this.entry = entry;
      this.unsigned = unsigned;
    }

    @Override
    public void addBinary(Binary value) {
      entry.putKey(value.getBytes());
    }

    @Override
    public void addBoolean(boolean value) {
      put(Boolean.toString(value));
    }

    @Override
    public void addInt(int value) {
      put(unsigned ? Integer.toUnsignedString(value) : Integer.toString(value));
    }

    @Override
    public void addLong(long value) {
      put(unsigned ? Long.toUnsignedString(value) : Long.toString(value));
    }

    private void put(String text) {
      entry.putKey(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
