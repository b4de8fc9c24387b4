package io.thunderhead.mini;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.tikv.shade.io.grpc.Server;
import org.tikv.shade.io.grpc.ServerInterceptor;
import org.tikv.shade.io.grpc.ServerInterceptors;
import org.tikv.shade.io.grpc.ServerServiceDefinition;
import org.tikv.shade.io.grpc.netty.InternalNettyServerCredentials;
import org.tikv.shade.io.grpc.netty.NettyServerBuilder;
import org.tikv.shade.io.netty.bootstrap.ServerBootstrap;
import org.tikv.shade.io.netty.channel.Channel;
import org.tikv.shade.io.netty.channel.ChannelInitializer;
import org.tikv.shade.io.netty.channel.EventLoopGroup;
import org.tikv.shade.io.netty.channel.nio.NioEventLoopGroup;
import org.tikv.shade.io.netty.channel.socket.SocketChannel;
import org.tikv.shade.io.netty.channel.socket.nio.NioServerSocketChannel;
import org.tikv.shade.io.netty.handler.codec.http.HttpObjectAggregator;
import org.tikv.shade.io.netty.handler.codec.http.HttpServerCodec;

/** Threads and listening sockets of one cluster; everything is bound to the loopback address. */
final class Network implements AutoCloseable {
  private static final int IO_THREADS = 4;
  private static final long CLOSE_SECONDS = 10;

  private final EventLoopGroup boss = new NioEventLoopGroup(1, named("mini-accept"));
  private final EventLoopGroup workers = new NioEventLoopGroup(IO_THREADS, named("mini-io"));
  private final ExecutorService executor = Executors.newCachedThreadPool(named("mini-rpc"));
  private final List<SharedPort> ports = new CopyOnWriteArrayList<>();
  private final TlsFiles tls;

  /**
   * @param tls certificate of every server, or null for plain text
   */
  Network(TlsFiles tls) {
    this.tls = tls;
  }

  /** A socket that listens. */
  interface Listening extends AutoCloseable {
    int port();

    @Override
    void close();
  }

  /** Serves gRPC on a port, or on a free one when it is zero; HTTP too unless routes is null. */
  Listening serveGrpc(
      int port,
      List<ServerServiceDefinition> services,
      ServerInterceptor interceptor,
      HttpAnswering routes)
      throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    SharedPort shared = new SharedPort(routes, tls);
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(address, InternalNettyServerCredentials.create(shared));
    builder
        .bossEventLoopGroup(boss)
        .workerEventLoopGroup(workers)
        .channelType(NioServerSocketChannel.class)
        .executor(executor)
        .permitKeepAliveTime(1, TimeUnit.SECONDS)
        .permitKeepAliveWithoutCalls(true)
        .maxInboundMessageSize(Integer.MAX_VALUE);
    for (ServerServiceDefinition service : services) {
      builder.addService(
          ServerInterceptors.intercept(service, new StoppedInterceptor(), interceptor));
    }
    Server server = builder.build().start();
    ports.add(shared);
    return new Listening() {
      @Override
      public int port() {
        return server.getPort();
      }

      @Override
      public void close() {
        ports.remove(shared);
        shared.cutConnections();
        server.shutdownNow();
        await(() -> server.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS));
      }
    };
  }

  /** Breaks every connection of gRPC servers; they go on listening. */
  void cutConnections() {
    ports.forEach(SharedPort::cutConnections);
  }

  /** Serves HTTP alone. */
  Listening serveHttp(int port, HttpAnswering routes) {
    Channel channel =
        new ServerBootstrap()
            .group(boss, workers)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel connection) {
                    if (tls != null) {
                      connection.pipeline().addLast(tls.handler(connection.alloc()));
                    }
                    connection
                        .pipeline()
                        .addLast(new HttpServerCodec())
                        .addLast(new HttpObjectAggregator(HttpServing.MAX_BODY))
                        .addLast(new HttpServing(routes));
                  }
                })
            .bind(InetAddress.getLoopbackAddress(), port)
            .syncUninterruptibly()
            .channel();
    return new Listening() {
      @Override
      public int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
      }

      @Override
      public void close() {
        channel.close().syncUninterruptibly();
      }
    };
  }

  @Override
  public void close() {
    boss.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
    workers.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
    executor.shutdownNow();
    await(() -> boss.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS));
    await(() -> workers.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS));
    await(() -> executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS));
  }

  private static void await(Termination termination) {
    try {
      boolean ended = termination.await();
      if (!ended) {
        org.slf4j.LoggerFactory.getLogger(Network.class)
            .warn("threads still run {} s after close", CLOSE_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private interface Termination {
    boolean await() throws InterruptedException;
  }

  static ThreadFactory named(String name) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
