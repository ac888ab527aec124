/**
 * `block`: the bars of one instrument and period, columns one after another in one float64 BLOB; `width` 6 is
 * t o h l c v, 7 has adj_close behind. Blocks of an import count once it is published (`import_n` 0: packed from the
 * tail). `tail`: single bars of periods that have not closed.
 */
export const BARS_SCHEMA = [
  `CREATE TABLE instrument (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE) STRICT;
   CREATE TABLE import (
     n INTEGER PRIMARY KEY,
     file TEXT NOT NULL,
     hash TEXT NOT NULL,
     bars INTEGER NOT NULL DEFAULT 0,
     published INTEGER NOT NULL DEFAULT 0
   ) STRICT;
   CREATE TABLE block (
     n INTEGER PRIMARY KEY,
     instrument INTEGER NOT NULL,
     start INTEGER NOT NULL,
     import_n INTEGER NOT NULL,
     length INTEGER NOT NULL,
     width INTEGER NOT NULL,
     columns BLOB NOT NULL
   ) STRICT;
   CREATE INDEX block_by_instrument ON block (instrument, start);
   CREATE INDEX block_by_import ON block (import_n);
   CREATE TABLE tail (
     instrument INTEGER NOT NULL,
     t INTEGER NOT NULL,
     o REAL NOT NULL,
     h REAL NOT NULL,
     l REAL NOT NULL,
     c REAL NOT NULL,
     v REAL NOT NULL,
     PRIMARY KEY (instrument, t)
   ) STRICT, WITHOUT ROWID`,
];
