package io.thunderhead.type;

import io.thunderhead.type.Collation.PaddingCollation;
import io.thunderhead.type.Collation.RawCollation;
import io.thunderhead.type.WeightCollation.Invalid;
import java.util.List;

/** The collations there are (kv-encoding 5.1). */
final class Collations {
  static final List<Collation> ALL =
      List.of(
          new RawCollation("binary"),
          new RawCollation("utf8mb4_0900_bin"),
          new PaddingCollation("ascii_bin"),
          new PaddingCollation("latin1_bin"),
          new PaddingCollation("utf8_bin"),
          new PaddingCollation("utf8mb4_bin"),
          new WeightCollation("utf8_general_ci", WeightTable.GENERAL_CI, true, Invalid.ENDS),
          new WeightCollation("utf8mb4_general_ci", WeightTable.GENERAL_CI, true, Invalid.ENDS),
          new WeightCollation("utf8_unicode_ci", WeightTable.UNICODE_CI, true, Invalid.ENDS),
          new WeightCollation("utf8mb4_unicode_ci", WeightTable.UNICODE_CI, true, Invalid.ENDS),
          new WeightCollation(
              "utf8mb4_0900_ai_ci", WeightTable.UCA_0900_AI_CI, false, Invalid.ENDS),
          new WeightCollation("gbk_bin", WeightTable.GBK, true, Invalid.QUESTION_MARK),
          new WeightCollation("gbk_chinese_ci", WeightTable.GBK_CHINESE_CI, true, Invalid.ENDS),
          new WeightCollation("gb18030_bin", WeightTable.GB18030, true, Invalid.QUESTION_MARK));

  private Collations() {}
}
