package io.thunderhead.mini;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tikv.shade.io.netty.buffer.ByteBufUtil;
import org.tikv.shade.io.netty.buffer.Unpooled;
import org.tikv.shade.io.netty.channel.ChannelFutureListener;
import org.tikv.shade.io.netty.channel.ChannelHandlerContext;
import org.tikv.shade.io.netty.channel.SimpleChannelInboundHandler;
import org.tikv.shade.io.netty.handler.codec.http.DefaultFullHttpResponse;
import org.tikv.shade.io.netty.handler.codec.http.FullHttpRequest;
import org.tikv.shade.io.netty.handler.codec.http.HttpHeaderNames;
import org.tikv.shade.io.netty.handler.codec.http.HttpHeaderValues;
import org.tikv.shade.io.netty.handler.codec.http.HttpMethod;
import org.tikv.shade.io.netty.handler.codec.http.HttpResponseStatus;
import org.tikv.shade.io.netty.handler.codec.http.HttpUtil;
import org.tikv.shade.io.netty.handler.codec.http.HttpVersion;

/** Answers whole HTTP/1 requests of one connection from a table of routes. */
final class HttpServing extends SimpleChannelInboundHandler<FullHttpRequest> {
  /** Longest request body in bytes. */
  static final int MAX_BODY = 64 << 20;

  private static final Logger log = LoggerFactory.getLogger(HttpServing.class);

  private final HttpAnswering routes;

  HttpServing(HttpAnswering routes) {
    this.routes = routes;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    boolean isHead = request.method().equals(HttpMethod.HEAD);
    HttpRoutes.Answer answer =
        answer(
            HttpRoutes.parse(
                isHead ? HttpMethod.GET.name() : request.method().name(),
                request.uri(),
                ByteBufUtil.getBytes(request.content())));
    DefaultFullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(answer.status()),
            Unpooled.wrappedBuffer(isHead ? new byte[0] : answer.body()));
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, answer.contentType());
    response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, answer.body().length);
    if (HttpUtil.isKeepAlive(request)) {
      response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
      context.writeAndFlush(response);
    } else {
      context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }
  }

  private HttpRoutes.Answer answer(HttpRoutes.Request request) {
    try {
      return routes.answer(request);
    } catch (RuntimeException e) {
      log.error("{} {} fails", request.method(), request.path(), e);
      return HttpRoutes.Answer.text(500, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    log.debug("HTTP connection ends: {}", cause.toString());
    context.close();
  }
}
