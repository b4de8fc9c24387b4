package io.thunderhead.mini;

import java.util.List;
import org.tikv.shade.io.grpc.internal.ObjectPool;
import org.tikv.shade.io.grpc.netty.GrpcHttp2ConnectionHandler;
import org.tikv.shade.io.grpc.netty.InternalProtocolNegotiator;
import org.tikv.shade.io.grpc.netty.InternalProtocolNegotiators;
import org.tikv.shade.io.netty.buffer.ByteBuf;
import org.tikv.shade.io.netty.channel.Channel;
import org.tikv.shade.io.netty.channel.ChannelFuture;
import org.tikv.shade.io.netty.channel.ChannelHandler;
import org.tikv.shade.io.netty.channel.ChannelHandlerContext;
import org.tikv.shade.io.netty.channel.group.ChannelGroup;
import org.tikv.shade.io.netty.channel.group.DefaultChannelGroup;
import org.tikv.shade.io.netty.handler.codec.ByteToMessageDecoder;
import org.tikv.shade.io.netty.handler.codec.http.HttpObjectAggregator;
import org.tikv.shade.io.netty.handler.codec.http.HttpServerCodec;
import org.tikv.shade.io.netty.util.AsciiString;
import org.tikv.shade.io.netty.util.concurrent.GlobalEventExecutor;

/**
 * Lets gRPC and HTTP/1 share a port, as PD does: the first bytes of a connection tell which it is.
 * Knows all connections, so that a server can end as a killed process does.
 */
final class SharedPort implements InternalProtocolNegotiator.ServerFactory {
  private static final byte[] HTTP2_PREFACE = "PRI * HTTP/2.0".getBytes(Texts.UTF8);

  private final HttpAnswering routes;
  private final TlsFiles tls;
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

  /**
   * Serves HTTP from routes; without any, connections that are not gRPC are closed.
   *
   * @param tls the server's certificate, or null for plain text
   */
  SharedPort(HttpAnswering routes, TlsFiles tls) {
    this.routes = routes;
    this.tls = tls;
  }

  /** Closes all connections without a word to their calls. */
  void cutConnections() {
    for (Channel connection : connections) {
      ChannelHandlerContext first = connection.pipeline().firstContext();
      // Closing from the head passes HTTP/2's farewell by, which a killed process does not say.
      ChannelFuture closing = first == null ? connection.close() : first.close();
      closing.awaitUninterruptibly();
    }
  }

  @Override
  public InternalProtocolNegotiator.ProtocolNegotiator newNegotiator(
      ObjectPool<? extends java.util.concurrent.Executor> offloadExecutorPool) {
    InternalProtocolNegotiator.ProtocolNegotiator grpc =
        InternalProtocolNegotiators.serverPlaintext();
    return new InternalProtocolNegotiator.ProtocolNegotiator() {
      @Override
      public AsciiString scheme() {
        return AsciiString.of(tls == null ? "http" : "https");
      }

      @Override
      public ChannelHandler newHandler(GrpcHttp2ConnectionHandler handler) {
        return new Sniffer(grpc.newHandler(handler));
      }

      @Override
      public void close() {
        grpc.close();
      }
    };
  }

  /** Holds a connection's first bytes until they show the protocol. */
  private final class Sniffer extends ByteToMessageDecoder {
    private final ChannelHandler grpc;
    private Object negotiation;

    Sniffer(ChannelHandler grpc) {
      this.grpc = grpc;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      connections.add(context.channel());
      if (tls != null) {
        context.pipeline().addBefore(context.name(), "tls", tls.handler(context.alloc()));
      }
    }

    /** Keeps the event that starts gRPC's negotiation until its handler is there to see it. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (negotiation == null) {
        negotiation = event;
      } else {
        context.fireUserEventTriggered(event);
      }
    }

    private void serveHttp(ChannelHandlerContext context) {
      if (routes == null) {
        context.close();
        return;
      }
      context
          .pipeline()
          .addAfter(context.name(), "http", new HttpServing(routes))
          .addAfter(context.name(), "body", new HttpObjectAggregator(HttpServing.MAX_BODY))
          .addAfter(context.name(), "codec", new HttpServerCodec());
      context.pipeline().remove(this);
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
      int compared = Math.min(in.readableBytes(), HTTP2_PREFACE.length);
      for (int i = 0; i < compared; i++) {
        if (in.getByte(in.readerIndex() + i) != HTTP2_PREFACE[i]) {
          serveHttp(context);
          return;
        }
      }
      if (compared == HTTP2_PREFACE.length) {
        context.pipeline().addAfter(context.name(), "grpc", grpc);
        context.fireUserEventTriggered(negotiation);
        context.pipeline().remove(this);
      }
    }
  }
}
