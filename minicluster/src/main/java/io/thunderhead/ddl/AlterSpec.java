package io.thunderhead.ddl;

import java.util.List;

/** One change of ALTER TABLE. */
sealed interface AlterSpec {

  Position at();

  /** Where a column goes; {@code after} null means FIRST. */
  record Place(Name after, Position at) {}

  /** Place null: at the end. */
  record AddColumn(ColumnDef column, Place place, boolean ifNotExists, Position at)
      implements AlterSpec {}

  record DropColumn(Name name, boolean ifExists, Position at) implements AlterSpec {}

  /** MODIFY and CHANGE. Place null: where it is. */
  record ModifyColumn(Name from, ColumnDef to, Place place, boolean ifExists, Position at)
      implements AlterSpec {}

  record RenameColumn(Name from, Name to, Position at) implements AlterSpec {}

  /** SET DEFAULT, or DROP DEFAULT with a null value. */
  record AlterDefault(Name column, Expr value, Position at) implements AlterSpec {}

  record AddKey(KeyDef key, Position at) implements AlterSpec {}

  record DropIndex(Name name, boolean ifExists, Position at) implements AlterSpec {}

  record DropForeignKey(Name name, Position at) implements AlterSpec {}

  record DropCheck(Name name, Position at) implements AlterSpec {}

  record EnforceCheck(Name name, boolean enforced, Position at) implements AlterSpec {}

  record RenameIndex(Name from, Name to, Position at) implements AlterSpec {}

  record IndexVisibility(Name name, boolean invisible, Position at) implements AlterSpec {}

  record RenameTable(Statement.TableRef to, Position at) implements AlterSpec {}

  record Options(List<TableOption> options, Position at) implements AlterSpec {}

  /** Definitions, or a count for HASH and KEY. */
  record AddPartitions(List<PartitionDef.Definition> definitions, Position at)
      implements AlterSpec {}

  record DropPartitions(List<Name> names, boolean ifExists, Position at) implements AlterSpec {}

  /** Names empty: all. */
  record TruncatePartitions(List<Name> names, Position at) implements AlterSpec {}
}
