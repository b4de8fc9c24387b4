package io.thunderhead.ddl;

import io.thunderhead.ddl.AlterSpec.Place;
import java.util.ArrayList;
import java.util.List;

/** Reads the changes of ALTER TABLE. */
final class AlterParser {
  private final TokenReader in;
  private final ColumnParser columns;
  private final KeyParser keys;
  private final PartitionParser partitions;
  private final OptionParser options;

  AlterParser(
      TokenReader in,
      ColumnParser columns,
      KeyParser keys,
      PartitionParser partitions,
      OptionParser options) {
    this.in = in;
    this.columns = columns;
    this.keys = keys;
    this.partitions = partitions;
    this.options = options;
  }

  List<AlterSpec> specs() {
    List<AlterSpec> specs = new ArrayList<>();
    do {
      if (!algorithm()) {
        spec(specs);
      }
    } while (in.acceptSymbol(","));
    return List.copyOf(specs);
  }

  /** ALGORITHM, LOCK and validation say how TiDB works, not what comes out. */
  private boolean algorithm() {
    if (in.at("ALGORITHM") || in.at("LOCK")) {
      in.next();
      in.acceptSymbol("=");
      in.next();
      return true;
    }
    if ((in.at("WITH") || in.at("WITHOUT")) && in.peek(1).isWord("VALIDATION")) {
      in.next();
      in.next();
      return true;
    }
    return false;
  }

  private void spec(List<AlterSpec> specs) {
    Position at = in.here();
    if (in.accept("ADD")) {
      add(specs, at);
    } else if (in.accept("DROP")) {
      specs.add(drop(at));
    } else if (in.accept("MODIFY")) {
      in.accept("COLUMN");
      boolean ifExists = in.accept("IF", "EXISTS");
      ColumnDef column = columns.column();
      specs.add(new AlterSpec.ModifyColumn(column.name(), column, place(), ifExists, at));
    } else if (in.accept("CHANGE")) {
      in.accept("COLUMN");
      boolean ifExists = in.accept("IF", "EXISTS");
      Name from = columns.columnName();
      ColumnDef column = columns.column();
      specs.add(new AlterSpec.ModifyColumn(from, column, place(), ifExists, at));
    } else if (in.accept("RENAME")) {
      specs.add(rename(at));
    } else if (in.accept("ALTER")) {
      specs.add(alter(at));
    } else if (in.accept("TRUNCATE", "PARTITION")) {
      specs.add(new AlterSpec.TruncatePartitions(in.accept("ALL") ? List.of() : names(), at));
    } else if (in.accept("REMOVE", "TTL")) {
      specs.add(
          new AlterSpec.Options(List.of(TableOption.of(TableOption.Kind.TTL_REMOVE, 0, at)), at));
    } else if (in.accept("CONVERT", "TO")) {
      specs.add(new AlterSpec.Options(List.of(convert(at)), at));
    } else if (in.accept("ENABLE", "KEYS") || in.accept("DISABLE", "KEYS")) {
      specs.add(
          new AlterSpec.Options(
              List.of(TableOption.of(TableOption.Kind.WITHOUT_EFFECT, 0, at)), at));
    } else if (options.atOption()) {
      specs.add(new AlterSpec.Options(options.options(), at));
    } else {
      throw in.notTaken(
          "ALTER TABLE " + in.peek().text() + " " + in.peek(1).text(),
          "create the table in its final form");
    }
  }

  private TableOption convert(Position at) {
    Statement.DatabaseOptions given = options.charsetAndCollation();
    if (given.charset() == null) {
      throw in.unexpected("CHARACTER SET");
    }
    String[] resolved = TableBuilder.resolve(given.charset(), given.collate(), "", "", at);
    return TableOption.of(TableOption.Kind.CONVERT_CHARSET, resolved[1], at);
  }

  private void add(List<AlterSpec> specs, Position at) {
    if (in.accept("PARTITION")) {
      in.accept("IF", "NOT", "EXISTS");
      if (in.at("PARTITIONS")) {
        throw in.notTaken("ADD PARTITION PARTITIONS", "create the table with all of them");
      }
      specs.add(new AlterSpec.AddPartitions(partitions.definitions(), at));
      return;
    }
    if (keys.atKey()) {
      specs.add(new AlterSpec.AddKey(keys.key(), at));
      return;
    }
    if (in.atAny("STATS_EXTENDED", "COLUMNAR")) {
      throw in.notTaken("ALTER TABLE ADD " + in.peek().text(), "leave it out");
    }
    in.accept("COLUMN");
    boolean ifNotExists = in.accept("IF", "NOT", "EXISTS");
    if (!in.acceptSymbol("(")) {
      specs.add(new AlterSpec.AddColumn(columns.column(), place(), ifNotExists, at));
      return;
    }
    do {
      if (keys.atKey()) {
        specs.add(new AlterSpec.AddKey(keys.key(), at));
      } else {
        specs.add(new AlterSpec.AddColumn(columns.column(), null, ifNotExists, at));
      }
    } while (in.acceptSymbol(","));
    in.expectSymbol(")");
  }

  private Place place() {
    Position at = in.here();
    if (in.accept("FIRST")) {
      return new Place(null, at);
    }
    return in.accept("AFTER") ? new Place(columns.columnName(), at) : null;
  }

  private AlterSpec drop(Position at) {
    if (in.accept("PRIMARY", "KEY")) {
      return new AlterSpec.DropIndex(new Name("PRIMARY"), false, at);
    } else if (in.accept("INDEX") || in.accept("KEY")) {
      boolean ifExists = in.accept("IF", "EXISTS");
      return new AlterSpec.DropIndex(new Name(in.identifier("an index name")), ifExists, at);
    } else if (in.accept("FOREIGN", "KEY")) {
      return new AlterSpec.DropForeignKey(new Name(in.identifier("a constraint name")), at);
    } else if (in.accept("CHECK") || in.accept("CONSTRAINT")) {
      return new AlterSpec.DropCheck(new Name(in.identifier("a constraint name")), at);
    } else if (in.accept("PARTITION")) {
      boolean ifExists = in.accept("IF", "EXISTS");
      return new AlterSpec.DropPartitions(names(), ifExists, at);
    }
    in.accept("COLUMN");
    boolean ifExists = in.accept("IF", "EXISTS");
    Name name = columns.columnName();
    if (!in.accept("RESTRICT")) {
      in.accept("CASCADE");
    }
    return new AlterSpec.DropColumn(name, ifExists, at);
  }

  private List<Name> names() {
    List<Name> names = new ArrayList<>();
    do {
      names.add(new Name(in.identifier("a partition name")));
    } while (in.atSymbol(",") && in.peek(1).kind() != Token.Kind.END && in.acceptSymbol(","));
    return List.copyOf(names);
  }

  private AlterSpec rename(Position at) {
    if (in.accept("COLUMN")) {
      Name from = columns.columnName();
      in.expect("TO");
      return new AlterSpec.RenameColumn(from, columns.columnName(), at);
    } else if (in.accept("INDEX") || in.accept("KEY")) {
      Name from = new Name(in.identifier("an index name"));
      in.expect("TO");
      return new AlterSpec.RenameIndex(from, new Name(in.identifier("an index name")), at);
    }
    if (!in.accept("TO") && !in.accept("AS")) {
      in.acceptSymbol("=");
    }
    return new AlterSpec.RenameTable(keys.tableRef(), at);
  }

  private AlterSpec alter(Position at) {
    if (in.accept("INDEX")) {
      Name name = new Name(in.identifier("an index name"));
      boolean invisible = in.accept("INVISIBLE");
      if (!invisible) {
        in.expect("VISIBLE");
      }
      return new AlterSpec.IndexVisibility(name, invisible, at);
    } else if (in.accept("CHECK") || in.accept("CONSTRAINT")) {
      Name name = new Name(in.identifier("a constraint name"));
      return new AlterSpec.EnforceCheck(name, columns.enforced(), at);
    }
    in.accept("COLUMN");
    Name column = columns.columnName();
    if (in.accept("DROP", "DEFAULT")) {
      return new AlterSpec.AlterDefault(column, null, at);
    }
    in.expect("SET");
    in.expect("DEFAULT");
    return new AlterSpec.AlterDefault(column, columns.defaultValue(), at);
  }
}
