"""The tables of the compiled store, in the SQL that SQLite and PostgreSQL share, wherever possible."""

from __future__ import annotations

__all__ = ["SCHEMA", "VERSION"]

VERSION = "8"

SCHEMA = """
create table meta (name text primary key, value text not null) without rowid;
create table edition (edition_id text primary key, body text not null) without rowid;
create table document (document_id text primary key, body text not null) without rowid;
create table place (code text primary key, body text not null) without rowid;
create table decision (number integer primary key, kind text not null, body text not null);
create table vocabulary (name text not null, number integer not null, body text not null, primary key (name, number)) without rowid;
create table translation (number integer primary key, language text not null, body text not null);
create table evidence (
  evidence integer primary key, document text not null, start integer not null, "end" integer not null,
  key_start integer not null, key_end integer not null, passage text not null, prefix text not null, suffix text not null,
  role text not null, table_ref text not null, "row" text not null, "column" text not null, as_printed text not null
);
create table claim (
  number integer primary key, claim_id text not null unique, "table" text not null, subject text not null,
  predicate text not null, value text not null, edition text not null, polarity text not null, asserted_by text not null,
  method text not null, recorded_at text not null, recorded_by text not null, note text not null, evidence text not null,
  item integer not null
);
create index claim_subject on claim (subject);
create table observation (
  number integer primary key, id text not null unique, edition text not null, measure text not null, reporter text not null,
  partner text not null, period text not null, value text, unit text not null, unit_mult integer not null, body text not null,
  evidence text not null
);
create index observation_series on observation (measure, reporter, partner, period);
create table record (
  id text primary key, "table" text not null, said text not null, evidence text not null, derived text not null
) without rowid;
create index record_table on record ("table", id);
create table link (subject text not null, relation text not null, object text not null, claim_id text not null);
create index link_subject on link (subject);
create index link_object on link (object);
create table finding (
  number integer primary key, id text not null unique, rule text not null, severity text not null, message text not null,
  printed text not null, computed text not null, subjects text not null, evidence text not null
);
create virtual table search using fts5 (
  names, body, kind unindexed, id unindexed, title unindexed, tokenize = "unicode61 remove_diacritics 0", prefix = '2 3'
);
"""
