package io.thunderhead.type;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** A table of sort keys; its file is read once, when it is first used. */
final class WeightTable {
  /** kv-encoding 5.3. */
  static final WeightTable GENERAL_CI = new WeightTable("general_ci", ImplicitWeights::codePoint);

  /** kv-encoding 5.4. */
  static final WeightTable UNICODE_CI = new WeightTable("unicode_ci", ImplicitWeights::uca4);

  /** kv-encoding 5.5. */
  static final WeightTable UCA_0900_AI_CI = new WeightTable("0900_ai_ci", ImplicitWeights::uca9);

  /** The bytes of GBK, kv-encoding 5.6; lists what GBK can encode but for the question mark. */
  static final WeightTable GBK = new WeightTable("gbk_bin", ImplicitWeights::questionMark);

  /** kv-encoding 5.7. */
  static final WeightTable GBK_CHINESE_CI =
      new WeightTable("gbk_chinese_ci", ImplicitWeights::questionMark);

  /** The bytes of GB18030, kv-encoding 5.8. */
  static final WeightTable GB18030 = new WeightTable("gb18030_bin", ImplicitWeights::gb18030);

  static final List<WeightTable> ALL =
      List.of(GENERAL_CI, UNICODE_CI, UCA_0900_AI_CI, GBK, GBK_CHINESE_CI, GB18030);

  private final String name;
  private final ImplicitWeights.Rule implicit;
  private volatile Weights weights;

  private WeightTable(String name, ImplicitWeights.Rule implicit) {
    this.name = name;
    this.implicit = implicit;
  }

  /** Returns the name of the file beside this class. */
  String file() {
    return name + ".weights";
  }

  /** Returns how characters that the file does not list are sorted. */
  ImplicitWeights.Rule implicit() {
    return implicit;
  }

  /** Returns the sort keys of the characters. */
  Weights weights() {
    Weights known = weights;
    return known == null ? load() : known;
  }

  @Override
  public String toString() {
    return name;
  }

  private synchronized Weights load() {
    if (weights == null) {
      try (InputStream in = WeightTable.class.getResourceAsStream(file())) {
        if (in == null) {
          throw new IllegalStateException(file() + " is missing in the jar; build it anew");
        }
        weights = Weights.read(in, implicit);
      } catch (IOException e) {
        throw new UncheckedIOException(file() + " is damaged in the jar; build it anew", e);
      }
    }
    return weights;
  }
}
