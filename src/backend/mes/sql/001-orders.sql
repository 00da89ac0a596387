-- 001-orders.sql: orders, the feed they move, and everything that people and devices did to them.
--
-- Why these tables:
--   server      one row: what must survive a restart, and no restore unnoticed
--   orders      the bytes that are served; columns repeat only what is asked for
--   tombstones  followers of the feed learn for 30 days that an order left it
--   ledger      a command has one outcome, for ever; its id is the key
--   sequences   what the ledger has of a journal; a command may have been sent under two
--               incarnations
--   history     append-only; the only witness of how often a command had an effect
--
-- BIGINT and TEXT only, so that the text runs on PostgreSQL unchanged.

CREATE TABLE server (
  id          BIGINT PRIMARY KEY CHECK (id = 1),
  epoch       TEXT   NOT NULL,
  counter     BIGINT NOT NULL,
  head        BIGINT NOT NULL,
  expired_seq BIGINT NOT NULL
);

CREATE TABLE orders (
  id         TEXT   PRIMARY KEY,
  created_ms BIGINT NOT NULL,
  state      TEXT   NOT NULL,
  rev        BIGINT NOT NULL,
  feed_seq   BIGINT NOT NULL,
  is_live    BIGINT NOT NULL,
  holder     TEXT,
  shipped_ms BIGINT NOT NULL,
  document   TEXT   NOT NULL
);
CREATE INDEX orders_holder ON orders (holder);
CREATE INDEX orders_shipped ON orders (is_live, shipped_ms);

CREATE TABLE tombstones (
  order_id TEXT   PRIMARY KEY,
  rev      BIGINT NOT NULL,
  gone     TEXT   NOT NULL,
  feed_seq BIGINT NOT NULL,
  at_ms    BIGINT NOT NULL
);
CREATE INDEX tombstones_age ON tombstones (at_ms);

CREATE TABLE ledger (
  command_id   TEXT   PRIMARY KEY,
  position     BIGINT NOT NULL,
  device_id    TEXT   NOT NULL,
  order_id     TEXT   NOT NULL,
  type         TEXT   NOT NULL,
  operator_id  TEXT   NOT NULL,
  fingerprint  TEXT   NOT NULL,
  received_ms  BIGINT NOT NULL,
  at_ms        BIGINT NOT NULL,
  status       BIGINT NOT NULL,
  outcome      TEXT   NOT NULL,
  problem      TEXT,
  by_id        TEXT,
  since_ms     BIGINT NOT NULL,
  exception_id TEXT,
  exception    TEXT,
  feed_seq     BIGINT NOT NULL,
  has_effect   BIGINT NOT NULL,
  good         BIGINT NOT NULL,
  scrap        BIGINT NOT NULL,
  reverted_by  TEXT,
  clock        TEXT,
  body         TEXT   NOT NULL
);
CREATE INDEX ledger_lane ON ledger (device_id, order_id, at_ms);

CREATE TABLE sequences (
  device_id   TEXT   NOT NULL,
  incarnation TEXT   NOT NULL,
  seq         BIGINT NOT NULL,
  command_id  TEXT   NOT NULL,
  PRIMARY KEY (device_id, incarnation, seq)
);

CREATE TABLE history (
  order_id    TEXT   NOT NULL,
  seq         BIGINT NOT NULL,
  at_ms       BIGINT NOT NULL,
  received_ms BIGINT NOT NULL,
  command_id  TEXT,
  type        TEXT   NOT NULL,
  operator_id TEXT,
  device_id   TEXT,
  outcome     TEXT   NOT NULL,
  before      TEXT,
  after       TEXT,
  args        TEXT,
  PRIMARY KEY (order_id, seq)
);
CREATE INDEX history_command ON history (command_id);

CREATE TABLE exceptions (
  id         TEXT   PRIMARY KEY,
  order_id   TEXT   NOT NULL,
  command_id TEXT   NOT NULL,
  kind       TEXT   NOT NULL,
  at_ms      BIGINT NOT NULL,
  closed_ms  BIGINT
);

CREATE TABLE devices (
  id          TEXT   PRIMARY KEY,
  station     TEXT   NOT NULL,
  token_hash  TEXT   NOT NULL UNIQUE,
  enrolled_ms BIGINT NOT NULL,
  revoked_ms  BIGINT NOT NULL
);

CREATE TABLE operators (
  id         TEXT   PRIMARY KEY,
  name_en    TEXT   NOT NULL,
  name_ru    TEXT   NOT NULL,
  role       TEXT   NOT NULL,
  is_active  BIGINT NOT NULL,
  revoked_ms BIGINT NOT NULL,
  pin        TEXT,
  badge      TEXT
);

CREATE TABLE stations (
  id      TEXT PRIMARY KEY,
  name_en TEXT NOT NULL,
  name_ru TEXT NOT NULL
);

CREATE TABLE reasons (
  id      TEXT PRIMARY KEY,
  kind    TEXT NOT NULL,
  name_en TEXT NOT NULL,
  name_ru TEXT NOT NULL,
  icon    TEXT
);

CREATE TABLE blobs (
  sha256    TEXT   PRIMARY KEY,
  size      BIGINT NOT NULL,
  device_id TEXT   NOT NULL,
  at_ms     BIGINT NOT NULL
);
CREATE INDEX blobs_quota ON blobs (device_id, at_ms);
