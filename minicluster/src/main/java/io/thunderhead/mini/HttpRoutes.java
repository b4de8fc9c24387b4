package io.thunderhead.mini;

import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The requests an HTTP server answers: methods, path patterns and what to do. */
final class HttpRoutes implements HttpAnswering {
  private final List<Route> routes = new ArrayList<>();

  /**
   * One request.
   *
   * @param path decoded, without the query
   * @param query decoded parameters; values may be any bytes as ISO-8859-1
   * @param body as it came
   */
  record Request(String method, String path, Map<String, String> query, byte[] body) {
    String text() {
      return new String(body, Texts.UTF8);
    }
  }

  /** One answer. */
  record Answer(int status, String contentType, byte[] body) {
    static Answer json(int status, String json) {
      return new Answer(status, "application/json; charset=UTF-8", json.getBytes(Texts.UTF8));
    }

    static Answer text(int status, String text) {
      return new Answer(status, "text/plain; charset=UTF-8", text.getBytes(Texts.UTF8));
    }
  }

  /** What a route does; {@code parts} are the values in the path's braces. */
  interface Handler {
    Answer handle(Request request, List<String> parts);
  }

  private record Route(String method, Pattern path, Handler handler) {}

  /** Adds a route; {@code {…}} in the path matches one or more characters. */
  HttpRoutes on(String method, String path, Handler handler) {
    StringBuilder regex = new StringBuilder();
    for (String literal : path.split("(?<=\\{[a-z]{1,10}})|(?=\\{)")) {
      regex.append(literal.startsWith("{") ? "(.+)" : Pattern.quote(literal));
    }
    routes.add(new Route(method, Pattern.compile(regex.toString()), handler));
    return this;
  }

  /** Answers a request: 404 when no path fits, 405 when only the method does not. */
  @Override
  public Answer answer(Request request) {
    boolean known = false;
    for (Route route : routes) {
      Matcher matcher = route.path.matcher(request.path());
      if (matcher.matches()) {
        known = true;
        if (route.method.equals(request.method())) {
          List<String> parts = new ArrayList<>();
          for (int i = 1; i <= matcher.groupCount(); i++) {
            parts.add(matcher.group(i));
          }
          return route.handler.handle(request, parts);
        }
      }
    }
    return known
        ? Answer.text(405, "Method Not Allowed\n")
        : Answer.text(404, "404 page not found\n");
  }

  /** Reads a request's URI. */
  static Request parse(String method, String uri, byte[] body) {
    int mark = uri.indexOf('?');
    String path = mark < 0 ? uri : uri.substring(0, mark);
    Map<String, String> query = new LinkedHashMap<>();
    if (mark >= 0) {
      for (String pair : uri.substring(mark + 1).split("&")) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        query.putIfAbsent(unescape(name), unescape(value));
      }
    }
    return new Request(
        method, URLDecoder.decode(path.replace("+", "%2B"), Texts.UTF8), query, body);
  }

  private static String unescape(String text) {
    return URLDecoder.decode(text, java.nio.charset.StandardCharsets.ISO_8859_1);
  }
}
