-- What the server said. May be thrown away at any time.
--
-- generation: a snapshot is loaded beside the base that is shown, as rows of the next generation,
-- and shown by changing one number. key: a hash of the order's id, so that it is the same in every
-- generation and a list keeps its rows.
CREATE TABLE base (
  row           INTEGER PRIMARY KEY,
  generation    INTEGER NOT NULL,
  key           INTEGER NOT NULL,
  id            TEXT NOT NULL,
  epoch         TEXT NOT NULL,
  rev           INTEGER NOT NULL,
  grp           INTEGER NOT NULL,               -- StanokGroup
  available_ms  INTEGER NOT NULL,
  due_ms        INTEGER NOT NULL,
  priority      INTEGER NOT NULL,
  holder        TEXT,
  station       TEXT,
  holder_device TEXT,
  lease_device  TEXT,
  model         TEXT,
  model_size    INTEGER NOT NULL,
  body          TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX base_key ON base (generation, key);
CREATE INDEX base_newest ON base (generation, grp, available_ms DESC, key, station);
CREATE INDEX base_due ON base (generation, grp, due_ms, key, station);
CREATE INDEX base_priority ON base (generation, grp, priority DESC, due_ms, key, station);
CREATE INDEX base_holder ON base (generation, holder) WHERE holder IS NOT NULL;
CREATE INDEX base_device ON base (generation, holder_device) WHERE holder_device IS NOT NULL;

-- What a search looks at, folded, apart from the wide rows: reading all of it is faster at 100,000
-- orders than keeping an index of words would be worth, and finds any part of a word.
CREATE TABLE words (
  row           INTEGER PRIMARY KEY,
  words         TEXT NOT NULL
) STRICT;

-- The last that was known of orders that left the queue with unsettled work on them.
CREATE TABLE stub (
  id            TEXT PRIMARY KEY,
  body          TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (
  name          TEXT PRIMARY KEY,
  value         TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Operators, stations, reasons, the roster, as they came. The roster's PINs are Argon2id verifiers;
-- nobody else may enter the directory (0700), and the file has no encryption of its own.
CREATE TABLE reference (
  name          TEXT PRIMARY KEY,
  etag          TEXT,
  body          TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE blob (
  sha256        TEXT PRIMARY KEY,
  size          INTEGER NOT NULL,
  state         INTEGER NOT NULL,               -- StanokBlobState
  tries         INTEGER NOT NULL,
  used_ms       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
