package io.thunderhead.sqlit;

import io.thunderhead.option.RowStatement;

/** The same where INSERT brings all rows. */
class OnceEachByInsertTest extends OnceEachTest {
  @Override
  RowStatement statement() {
    return RowStatement.INSERT;
  }
}
