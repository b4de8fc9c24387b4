package io.thunderhead.spark;

import io.thunderhead.statement.StatementParser;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/**
 * TiDB's IMPORT INTO, SHOW IMPORT JOBS and CANCEL IMPORT JOB in Spark SQL, by {@code
 * spark.sql.extensions=io.thunderhead.spark.TiDBExtensions}.
 */
public final class TiDBExtensions extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {
  @Override
  public BoxedUnit apply(SparkSessionExtensions extensions) {
    extensions.injectParser(TiDBExtensions::parser);
    return BoxedUnit.UNIT;
  }

  /** Wraps a parser, whose methods differ from one Spark to the next. */
  private static ParserInterface parser(SparkSession session, ParserInterface delegate) {
    StatementPlans plans = new StatementPlans(session, delegate);
    return (ParserInterface)
        Proxy.newProxyInstance(
            TiDBExtensions.class.getClassLoader(),
            new Class<?>[] {ParserInterface.class},
            (proxy, method, arguments) -> {
              boolean ours =
                  method.getName().startsWith("parsePlan")
                      && arguments[0] instanceof String sql
                      && StatementParser.isImportStatement(sql);
              if (ours) {
                return plans.plan((String) arguments[0]);
              }
              try {
                return method.invoke(delegate, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
