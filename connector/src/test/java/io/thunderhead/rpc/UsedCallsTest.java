package io.thunderhead.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.xbean.asm9.ClassReader;
import org.apache.xbean.asm9.ClassVisitor;
import org.apache.xbean.asm9.Handle;
import org.apache.xbean.asm9.MethodVisitor;
import org.apache.xbean.asm9.Opcodes;
import org.apache.xbean.asm9.Type;
import org.junit.jupiter.api.Test;
import org.tikv.shade.io.grpc.MethodDescriptor;

/**
 * Whatever the connector calls on a cluster, a contract check is about. The calls are read off its
 * classes: methods of gRPC stubs, and constants that are paths of PD, TiKV or TiDB.
 */
class UsedCallsTest {
  private static final Path CONTRACT =
      Path.of("..", "minicluster", "src", "test", "java", "io", "thunderhead", "contract");
  private static final Pattern DECLARED =
      Pattern.compile("@Contract\\((.*?)\\)\\s*@ExtendWith", Pattern.DOTALL);
  private static final Pattern CALL = Pattern.compile("\"([^\"]+)\"");
  private static final Pattern LATER_CALL =
      Pattern.compile("(?:import_sstpb|pdpb|tikvpb|etcdserverpb)\\.\\w+/\\w+");
  private static final Pattern SERVICE =
      Pattern.compile("(?:import_sstpb|pdpb|tikvpb|etcdserverpb)\\.\\w+");
  private static final Pattern NAME = Pattern.compile("[A-Z][A-Za-z]+");
  private static final Pattern PATH =
      Pattern.compile("/(?:pd/api|schema|config|status|settings)\\b.*");

  @Test
  void everyCallHasAContractCheck() throws Exception {
    Set<String> used = used();
    assertThat(used)
        .contains(
            "import_sstpb.ImportSST/Write",
            "import_sstpb.ImportSST/MultiIngest",
            "pdpb.PD/Tso",
            "import_sstpb.ImportSST/AddForcePartitionRange",
            "etcdserverpb.KV/Range",
            "tikvpb.Tikv/Coprocessor",
            "/pd/api/v1/stores",
            "/schema");
    Set<String> checked = checked();
    assertThat(used)
        .as("calls of the connector that a class of %s has to declare and check", CONTRACT)
        .allMatch(call -> isChecked(call, checked));
  }

  private static boolean isChecked(String call, Set<String> checked) {
    return call.startsWith("/")
        ? checked.stream().anyMatch(each -> each.endsWith(" " + call))
        : checked.contains(call);
  }

  private static Set<String> checked() throws IOException {
    Set<String> checked = new TreeSet<>();
    try (Stream<Path> files = Files.list(CONTRACT)) {
      for (Path file : files.filter(f -> f.toString().endsWith("Test.java")).toList()) {
        Matcher declared = DECLARED.matcher(Files.readString(file));
        if (declared.find()) {
          CALL.matcher(declared.group(1)).results().forEach(call -> checked.add(call.group(1)));
        }
      }
    }
    return checked;
  }

  private static Set<String> used() throws IOException, URISyntaxException {
    Path classes =
        Path.of(Channels.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Set<String> used = new TreeSet<>();
    try (Stream<Path> files = Files.walk(classes.resolve("io/thunderhead"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        new ClassReader(Files.readAllBytes(file))
            .accept(new Calls(used), ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
      }
    }
    return used;
  }

  /** Collects what the methods of a class call. */
  private static final class Calls extends ClassVisitor {
    private final Set<String> used;
    private final Set<String> services = new TreeSet<>();
    private final Set<String> names = new TreeSet<>();
    private boolean describesMethods;

    Calls(Set<String> used) {
      super(Opcodes.ASM9);
      this.used = used;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      return new MethodVisitor(Opcodes.ASM9) {
        @Override
        public void visitMethodInsn(
            int opcode, String owner, String method, String type, boolean isInterface) {
          call(owner, method);
        }

        @Override
        public void visitLdcInsn(Object value) {
          constant(value);
        }

        @Override
        public void visitInvokeDynamicInsn(
            String method, String type, Handle bootstrap, Object... arguments) {
          for (Object argument : arguments) {
            if (argument instanceof Handle handle) {
              call(handle.getOwner(), handle.getName());
            }
            constant(argument);
          }
        }
      };
    }

    /** A class that describes methods itself names their service and each of them. */
    @Override
    public void visitEnd() {
      if (describesMethods) {
        services.forEach(service -> names.forEach(name -> used.add(service + "/" + name)));
      }
    }

    private void call(String owner, String method) {
      describesMethods |= method.equals("generateFullMethodName");
      int outer = owner.indexOf("Grpc$");
      if (outer >= 0 && owner.endsWith("Stub")) {
        String type = Type.getObjectType(owner.substring(0, outer + 4)).getClassName();
        fullName(type, method).ifPresent(used::add);
      }
    }

    private void constant(Object value) {
      if (value instanceof String text) {
        if (SERVICE.matcher(text).matches()) {
          services.add(text);
        } else if (NAME.matcher(text).matches()) {
          names.add(text);
        }
        LATER_CALL.matcher(text).results().forEach(call -> used.add(call.group()));
        // The recipe of a concatenation has \1 where a value goes.
        String path = text.replace("\u0001", "");
        if (PATH.matcher(path).matches()) {
          used.add(path.replaceFirst("[?].*", ""));
        }
      }
    }
  }

  /** Returns an RPC's full name; other methods of a stub have no descriptor. */
  private static Optional<String> fullName(String grpc, String method) {
    try {
      Class<?> service = Class.forName(grpc);
      String getter = "get" + method.substring(0, 1).toUpperCase(Locale.ROOT);
      Method descriptor = service.getMethod(getter + method.substring(1) + "Method");
      return Optional.of(((MethodDescriptor<?, ?>) descriptor.invoke(null)).getFullMethodName());
    } catch (ReflectiveOperationException e) {
      return Optional.empty();
    }
  }
}
