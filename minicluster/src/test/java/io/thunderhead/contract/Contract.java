package io.thunderhead.contract;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the checks of a class are about; a test of the connector reads it from here. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ContractReport.class)
@interface Contract {
  /** Sections of import-protocol that hold the rules. */
  String[] spec();

  /**
   * Calls whose rules are checked: {@code service/method} of gRPC, {@code METHOD /path} of HTTP, a
   * path's beginning when it ends in a slash, or {@code SQL}. The class makes every one of them.
   */
  String[] calls();
}
