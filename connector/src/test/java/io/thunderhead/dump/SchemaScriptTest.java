package io.thunderhead.dump;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.option.TableName;
import org.junit.jupiter.api.Test;

class SchemaScriptTest {
  private static final TableName TARGET = new TableName("to", "t`x");

  @Test
  void givesATableTheNameOfTheTarget() {
    assertThat(
            SchemaScript.createTable(
                "/*!40014 SET FOREIGN_KEY_CHECKS=0*/;\n-- of shop\nCREATE TABLE `orders` (\n `a;b` INT COMMENT 'it''s; -- so',\n c INT);\n",
                TARGET))
        .isEqualTo(
            "CREATE TABLE IF NOT EXISTS `to`.`t``x` (\n `a;b` INT COMMENT 'it''s; -- so',\n c INT)");
    assertThat(
            SchemaScript.createTable(
                "create table if not exists shop . \"or\"\"ders\"(a int)", TARGET))
        .isEqualTo("CREATE TABLE IF NOT EXISTS `to`.`t``x`(a int)");
  }

  @Test
  void givesADatabaseTheNameOfTheTarget() {
    assertThat(
            SchemaScript.createDatabase(
                "/*!40101 SET NAMES binary*/;\nCREATE DATABASE `nyc` /*!40100 DEFAULT CHARACTER SET utf8mb4 */;",
                "to"))
        .isEqualTo("CREATE DATABASE IF NOT EXISTS `to` /*!40100 DEFAULT CHARACTER SET utf8mb4 */");
    assertThat(
            SchemaScript.createDatabase(
                "CREATE DATABASE /*!32312 IF NOT EXISTS*/ `nyc` CHARSET gbk", "to"))
        .isEqualTo("CREATE DATABASE IF NOT EXISTS `to` CHARSET gbk");
  }

  @Test
  void findsTheViewBehindTheTableThatStandsInForIt() {
    assertThat(
            SchemaScript.createView(
                "DROP TABLE IF EXISTS `v`;\nDROP VIEW IF EXISTS `v`;\nSET NAMES utf8mb4;\nCREATE ALGORITHM=UNDEFINED DEFINER=`root`@`%` SQL SECURITY DEFINER VIEW `v` (`a`) AS SELECT `a` FROM `d`.`t`;",
                TARGET))
        .isEqualTo(
            "CREATE OR REPLACE ALGORITHM=UNDEFINED DEFINER=`root`@`%` SQL SECURITY DEFINER VIEW `to`.`t``x` (`a`) AS SELECT `a` FROM `d`.`t`");
  }

  @Test
  void findsNothingInOtherScripts() {
    assertThat(SchemaScript.createTable("CREATE VIEW v AS SELECT 1;", TARGET)).isNull();
    assertThat(SchemaScript.createView("", TARGET)).isNull();
    assertThat(SchemaScript.createTable("-- CREATE TABLE t (a INT)\n", TARGET)).isNull();
  }
}
