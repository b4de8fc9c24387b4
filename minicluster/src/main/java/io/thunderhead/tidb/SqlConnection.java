package io.thunderhead.tidb;

import io.thunderhead.ddl.DdlException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client: handshake, then a command after the other until it quits. Without TLS. */
final class SqlConnection implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(SqlConnection.class);
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String PLUGIN = "mysql_native_password";
  private static final int SALT_BYTES = 20;
  private static final int SALT_HEAD = 8;
  private static final int UTF8MB4_BIN = 46;
  private static final int BINARY = 63;
  private static final int TYPE_LONGLONG = 8;
  private static final int TYPE_VAR_STRING = 253;

  private static final long CONNECT_WITH_DB = 1 << 3;
  private static final long PROTOCOL_41 = 1 << 9;
  private static final long SECURE_CONNECTION = 1 << 15;
  private static final long PLUGIN_AUTH = 1 << 19;
  private static final long CONNECT_ATTRIBUTES = 1 << 20;
  private static final long AUTH_LENGTH_ENCODED = 1 << 21;

  /** Found rows, long flags, transactions and the flags above. */
  private static final long CAPABILITIES =
      1
          | 1 << 1
          | 1 << 2
          | 1 << 13
          | CONNECT_WITH_DB
          | PROTOCOL_41
          | SECURE_CONNECTION
          | PLUGIN_AUTH
          | CONNECT_ATTRIBUTES
          | AUTH_LENGTH_ENCODED;

  private static final int QUIT = 1;
  private static final int INIT_DB = 2;
  private static final int QUERY = 3;
  private static final int PING = 14;
  private static final int PREPARE = 22;
  private static final int RESET = 31;

  private final Socket socket;
  private final long id;
  private final Server server;
  private final byte[] salt = new byte[SALT_BYTES];
  private PacketStream packets;
  private Session session;

  SqlConnection(Socket socket, long id, Server server) {
    this.socket = socket;
    this.id = id;
    this.server = server;
  }

  @Override
  public void run() {
    try (socket) {
      socket.setTcpNoDelay(true);
      packets =
          new PacketStream(
              new BufferedInputStream(socket.getInputStream()),
              new BufferedOutputStream(socket.getOutputStream()));
      if (logIn()) {
        serve();
      }
    } catch (IOException e) {
      LOG.debug("SQL connection {} ends: {}", id, e.toString());
    }
  }

  private boolean logIn() throws IOException {
    greet();
    byte[] answer = packets.read();
    if (answer == null) {
      return false;
    }
    try {
      session = admitted(new PacketReader(answer));
    } catch (SqlError e) {
      fail(e);
      return false;
    }
    done(new Result.Done(0));
    return true;
  }

  private void greet() throws IOException {
    for (int i = 0; i < salt.length; i++) {
      salt[i] = (byte) (1 + RANDOM.nextInt(126));
    }
    packets.write(
        new PacketBuilder()
            .number(10, 1)
            .zeroEnded(server.variables().global("version"))
            .number(id, 4)
            .bytes(Arrays.copyOf(salt, SALT_HEAD))
            .number(0, 1)
            .number(CAPABILITIES, 2)
            .number(UTF8MB4_BIN, 1)
            .number(Session.AUTOCOMMIT, 2)
            .number(CAPABILITIES >> 16, 2)
            .number(SALT_BYTES + 1, 1)
            .bytes(new byte[10])
            .bytes(Arrays.copyOfRange(salt, SALT_HEAD, SALT_BYTES))
            .number(0, 1)
            .zeroEnded(PLUGIN));
    packets.flush();
  }

  private Session admitted(PacketReader in) throws IOException {
    long flags = in.number(4) & CAPABILITIES;
    if ((flags & PROTOCOL_41) == 0) {
      throw new SqlError(SqlError.UNKNOWN_COMMAND, "the client's protocol is older than 4.1");
    }
    in.bytes(4 + 1 + 23);
    String user = in.zeroEnded();
    int length = (int) ((flags & AUTH_LENGTH_ENCODED) != 0 ? in.lengthEncoded() : in.number(1));
    byte[] scramble = in.bytes(length);
    String database = (flags & CONNECT_WITH_DB) != 0 && !in.atEnd() ? in.zeroEnded() : "";
    String plugin = (flags & PLUGIN_AUTH) != 0 && !in.atEnd() ? in.zeroEnded() : PLUGIN;
    if (!plugin.equals(PLUGIN)) {
      scramble = switchPlugin();
    }
    if (!server.accounts().authenticates(user, scramble, salt)) {
      throw new SqlError(
          SqlError.ACCESS_DENIED,
          "Access denied for user '%s'@'%s' (using password: %s)"
              .formatted(
                  user,
                  socket.getInetAddress().getHostAddress(),
                  scramble.length > 0 ? "YES" : "NO"));
    }
    Session opened = new Session(id, user, server);
    if (!database.isEmpty()) {
      opened.use(database);
    }
    return opened;
  }

  private byte[] switchPlugin() throws IOException {
    packets.write(new PacketBuilder().number(0xfe, 1).zeroEnded(PLUGIN).bytes(salt).number(0, 1));
    packets.flush();
    byte[] answer = packets.read();
    return answer == null ? new byte[0] : answer;
  }

  private void serve() throws IOException {
    while (true) {
      packets.restart();
      byte[] command = packets.read();
      if (command == null || command.length == 0 || command[0] == QUIT) {
        return;
      }
      try {
        run(command[0], new String(command, 1, command.length - 1, StandardCharsets.UTF_8));
      } catch (SqlError e) {
        fail(e);
      } catch (DdlException e) {
        fail(new SqlError(e.code(), e.getMessage()));
      } catch (RuntimeException e) {
        LOG.error("a statement fails", e);
        fail(new SqlError(SqlError.UNKNOWN, String.valueOf(e.getMessage())));
      }
    }
  }

  private void run(int command, String argument) throws IOException {
    switch (command) {
      case QUERY -> answer(session.run(argument));
      case INIT_DB -> {
        session.use(argument);
        done(Result.DONE);
      }
      case PING -> done(Result.DONE);
      case RESET -> {
        session = new Session(id, session.user(), server);
        done(Result.DONE);
      }
      case PREPARE ->
          throw new SqlError(
              SqlError.NO_PREPARED_STATEMENTS,
              "This command is not supported in the prepared statement protocol yet");
      default ->
          throw new SqlError(SqlError.UNKNOWN_COMMAND, "command " + command + " is not taken");
    }
  }

  private void answer(Result result) throws IOException {
    if (result instanceof Result.Rows rows) {
      show(rows);
    } else {
      done(result);
    }
  }

  private void done(Result result) throws IOException {
    long affected = result instanceof Result.Done done ? done.affectedRows() : 0;
    packets.write(
        new PacketBuilder()
            .number(0, 1)
            .lengthEncoded(affected)
            .lengthEncoded(0)
            .number(session.status(), 2)
            .number(session.warnings().size(), 2));
    packets.flush();
  }

  private void fail(SqlError error) throws IOException {
    packets.write(
        new PacketBuilder()
            .number(0xff, 1)
            .number(error.code(), 2)
            .text("#" + error.state())
            .text(error.getMessage()));
    packets.flush();
  }

  private void show(Result.Rows rows) throws IOException {
    packets.write(new PacketBuilder().lengthEncoded(rows.columns().size()));
    for (Result.Column column : rows.columns()) {
      packets.write(definition(column));
    }
    end();
    for (var row : rows.rows()) {
      PacketBuilder packet = new PacketBuilder();
      row.forEach(packet::value);
      packets.write(packet);
    }
    end();
    packets.flush();
  }

  private static PacketBuilder definition(Result.Column column) {
    return new PacketBuilder()
        .value("def")
        .value("")
        .value("")
        .value("")
        .value(column.name())
        .value(column.name())
        .number(12, 1)
        .number(column.number() ? BINARY : UTF8MB4_BIN, 2)
        .number(column.number() ? 20 : 1024, 4)
        .number(column.number() ? TYPE_LONGLONG : TYPE_VAR_STRING, 1)
        .number(0, 2)
        .number(0, 1)
        .number(0, 2);
  }

  private void end() throws IOException {
    packets.write(
        new PacketBuilder()
            .number(0xfe, 1)
            .number(session.warnings().size(), 2)
            .number(session.status(), 2));
  }
}
