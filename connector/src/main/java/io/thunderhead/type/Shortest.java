package io.thunderhead.type;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** The shortest decimals that read back as the same binary number. */
public final class Shortest {
  private Shortest() {}

  /** Returns the shortest decimal of a finite double. */
  public static BigDecimal of(double value) {
    BigDecimal best = new BigDecimal(Double.toString(value));
    BigDecimal exact = new BigDecimal(value);
    for (int digits = best.precision(); digits > 0; digits--) {
      BigDecimal candidate = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (candidate.doubleValue() != value) {
        break;
      }
      best = candidate;
    }
    return best;
  }

  /** Returns the shortest decimal of a finite float. */
  public static BigDecimal of(float value) {
    BigDecimal best = new BigDecimal(Float.toString(value));
    BigDecimal exact = new BigDecimal(value);
    for (int digits = best.precision(); digits > 0; digits--) {
      BigDecimal candidate = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (candidate.floatValue() != value) {
        break;
      }
      best = candidate;
    }
    return best;
  }

  /** Returns text without exponent, point only where there is a fraction, as Go's 'f' format. */
  public static String text(BigDecimal shortest) {
    return shortest.signum() == 0 ? "0" : shortest.stripTrailingZeros().toPlainString();
  }
}
