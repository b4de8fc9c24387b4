import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;

/** Parses arguments as Thunderhead's command line does, and runs nothing. */
final class Arguments {
  public static void main(String[] arguments) throws Exception {
    Method factory = Class.forName("io.thunderhead.job.Thunderhead").getDeclaredMethod("commandLine");
    factory.setAccessible(true);
    Object line = factory.invoke(null);
    try {
      line.getClass().getMethod("parseArgs", String[].class).invoke(line, (Object) arguments);
    } catch (InvocationTargetException e) {
      System.err.println(e.getCause().getMessage() + ": " + Arrays.toString(arguments));
      System.exit(2);
    }
  }
}
