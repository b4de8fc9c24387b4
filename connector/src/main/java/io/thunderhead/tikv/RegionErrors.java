package io.thunderhead.tikv;

import java.util.Locale;
import java.util.Map;
import org.tikv.kvproto.Errorpb;
import org.tikv.shade.com.google.protobuf.Descriptors.FieldDescriptor;

/** Names of the region errors that TiKV answers with (import-protocol 3.2). */
public final class RegionErrors {
  /** Errors by field number that the stubs' older protocol files lack. */
  private static final Map<Integer, String> NEWER =
      Map.of(
          17, "FlashbackInProgress",
          18, "FlashbackNotPrepared",
          19, "IsWitness",
          20, "MismatchPeerId",
          21, "BucketVersionNotMatch",
          22, "UndeterminedResult");

  private static final int UNDETERMINED_RESULT = 22;

  private RegionErrors() {}

  /** Returns the protocol's name of an error with its message: {@code "EpochNotMatch: …"}. */
  public static String describe(Errorpb.Error error) {
    return name(error) + ": " + error.getMessage();
  }

  /** Tells whether the store cannot say if it did what it was asked to do. */
  public static boolean isUndetermined(Errorpb.Error error) {
    return error.getUnknownFields().hasField(UNDETERMINED_RESULT);
  }

  /** Returns the protocol's name of an error: {@code "EpochNotMatch"}. */
  public static String name(Errorpb.Error error) {
    for (FieldDescriptor field : error.getAllFields().keySet()) {
      if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        return camelCase(field.getName());
      }
    }
    for (int field : error.getUnknownFields().asMap().keySet()) {
      if (NEWER.containsKey(field)) {
        return NEWER.get(field);
      }
    }
    return "RegionError";
  }

  /** {@code not_leader} becomes {@code NotLeader}. */
  private static String camelCase(String snakeCase) {
    StringBuilder name = new StringBuilder();
    for (String word : snakeCase.split("_")) {
      name.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
    }
    return name.toString();
  }
}
