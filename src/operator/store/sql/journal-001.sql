-- What people did here, and what became of it.
--
-- change: one number for all tables, one more with every transaction. The log repeats it, so that
-- at a start each copy can be told what it lacks of the other.
CREATE TABLE entry (
  position        INTEGER PRIMARY KEY,          -- order of recording, over all incarnations
  incarnation     TEXT NOT NULL,
  seq             INTEGER NOT NULL CHECK (seq > 0),
  command_id      TEXT NOT NULL UNIQUE,
  operator_id     TEXT NOT NULL,
  body            TEXT NOT NULL,                -- sent byte for byte, for ever
  etag_seen       TEXT,
  recorded_ms     INTEGER NOT NULL,
  state           TEXT NOT NULL,
  reoffer         INTEGER NOT NULL,
  outcome         TEXT,
  exception       TEXT,
  problem         TEXT,
  reason          TEXT,
  meanwhile       TEXT,
  settled_ms      INTEGER NOT NULL,
  acknowledged_by TEXT,
  acknowledged_ms INTEGER NOT NULL,
  born            INTEGER NOT NULL,             -- the change that recorded it
  change          INTEGER NOT NULL,
  UNIQUE (incarnation, seq)
) STRICT;

CREATE INDEX entry_change ON entry (change);

CREATE INDEX entry_open ON entry (position)
  WHERE state IN ('pending', 'parked')
     OR (acknowledged_by IS NULL AND (state = 'conflict' OR exception IS NOT NULL));

-- Failed and good sign-ins. lock_ms counts from since_ms on the boot clock of boot_id.
CREATE TABLE person (
  operator_id     TEXT PRIMARY KEY,
  failures        INTEGER NOT NULL,
  lock_ms         INTEGER NOT NULL,
  since_ms        INTEGER NOT NULL,
  boot_id         TEXT NOT NULL,
  signed_in_ms    INTEGER NOT NULL,             -- wall; 0 = never
  signed_in       INTEGER NOT NULL,             -- the change of the last good sign-in; 0 = never
  change          INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (
  key             TEXT PRIMARY KEY,
  value           TEXT,
  change          INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
