package io.thunderhead.parquet;

import io.thunderhead.type.SourceKind;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapKeyValueTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;

/** The shapes of lists, maps and structs, old writers' ones too. */
final class NestedForm {
  private NestedForm() {}

  /** Tells whether a group stands for a list. */
  static boolean isList(GroupType type) {
    return type.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation
        && type.getFieldCount() == 1
        && type.getType(0).isRepetition(Repetition.REPEATED);
  }

  /** Tells whether a group stands for a map whose entries are key and value. */
  static boolean isMap(GroupType type) {
    LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
    return (logical instanceof MapLogicalTypeAnnotation
            || logical instanceof MapKeyValueTypeAnnotation)
        && type.getFieldCount() == 1
        && type.getType(0).isRepetition(Repetition.REPEATED)
        && !type.getType(0).isPrimitive()
        && type.getType(0).asGroupType().getFieldCount() == 2;
  }

  /**
   * Tells whether the repeated field of a list only wraps the element, as opposed to being it
   * (Parquet's rules of backward compatibility for lists).
   */
  static boolean isWrapper(GroupType list) {
    Type repeated = list.getType(0);
    return !repeated.isPrimitive()
        && repeated.asGroupType().getFieldCount() == 1
        && !repeated.asGroupType().getType(0).isRepetition(Repetition.REPEATED)
        && !repeated.getName().equals("array")
        && !repeated.getName().equals(list.getName() + "_tuple");
  }

  /** Returns the kind of the values of a top-level field that is nested. */
  static SourceKind kind(Type type) {
    Type element = null;
    if (type.isPrimitive()) {
      element = type;
    } else if (isList(type.asGroupType())) {
      GroupType list = type.asGroupType();
      element = isWrapper(list) ? list.getType(0).asGroupType().getType(0) : list.getType(0);
    }
    boolean repeatedList = !type.isPrimitive() && type.isRepetition(Repetition.REPEATED);
    return element != null && !repeatedList && isNumber(element)
        ? SourceKind.NUMBERS
        : SourceKind.NESTED;
  }

  /** Returns the name of the first leaf that JSON cannot hold, with its type, null if all can. */
  static String unsupported(Type type) {
    if (type.isPrimitive()) {
      return ScalarForm.of(type.asPrimitiveType()) == null ? type.toString() : null;
    }
    GroupType group = type.asGroupType();
    if (isMap(group) && !isKey(group.getType(0).asGroupType().getType(0))) {
      return "map key " + group.getType(0).asGroupType().getType(0);
    }
    for (Type field : group.getFields()) {
      String leaf = unsupported(field);
      if (leaf != null) {
        return leaf;
      }
    }
    return null;
  }

  private static boolean isNumber(Type element) {
    ScalarForm form = element.isPrimitive() ? ScalarForm.of(element.asPrimitiveType()) : null;
    return form != null
        && switch (form.kind()) {
          case INTEGER, FLOAT, DOUBLE, DECIMAL -> true;
          case UNSIGNED ->
              element.asPrimitiveType().getPrimitiveTypeName() != PrimitiveTypeName.BOOLEAN;
          default -> false;
        };
  }

  private static boolean isKey(Type key) {
    ScalarForm form = key.isPrimitive() ? ScalarForm.of(key.asPrimitiveType()) : null;
    return form != null
        && switch (form.kind()) {
          case TEXT, INTEGER, UNSIGNED -> true;
          default -> false;
        };
  }
}
