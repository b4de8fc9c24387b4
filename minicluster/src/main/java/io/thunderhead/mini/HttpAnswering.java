package io.thunderhead.mini;

/** Answers HTTP requests. */
interface HttpAnswering {
  HttpRoutes.Answer answer(HttpRoutes.Request request);
}
