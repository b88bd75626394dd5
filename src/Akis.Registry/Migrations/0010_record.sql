-- Records of every kind that Records/Types/*.yaml describes. Values are a JSON object of texts in canonical form; instants are Unix milliseconds.
CREATE TABLE record (
  key bigint PRIMARY KEY, type text NOT NULL, title text NOT NULL, sort_title text NOT NULL, state text, fields text NOT NULL, search text NOT NULL, tag text NOT NULL UNIQUE, revision integer NOT NULL,
  created_at bigint NOT NULL, created_by text NOT NULL, changed_at bigint NOT NULL, changed_by text NOT NULL);
CREATE INDEX record_list ON record (type, sort_title, key);

CREATE TABLE record_unique (
  type text NOT NULL, field text NOT NULL, value text NOT NULL, record_key bigint NOT NULL, PRIMARY KEY (type, field, value));
CREATE INDEX record_unique_of ON record_unique (record_key);

CREATE TABLE record_ref (
  from_key bigint NOT NULL, field text NOT NULL, to_key bigint NOT NULL, PRIMARY KEY (from_key, field, to_key));
CREATE INDEX record_ref_to ON record_ref (to_key, from_key);

-- changes: {"field":["before","after"]}.
CREATE TABLE record_change (
  key bigint PRIMARY KEY, record_key bigint NOT NULL, at bigint NOT NULL, author text NOT NULL, on_behalf_of text, instance_key bigint, process_code text, changes text NOT NULL);
CREATE INDEX record_change_of ON record_change (record_key, key);
CREATE INDEX record_change_instance ON record_change (instance_key);

CREATE TABLE record_file (
  key bigint PRIMARY KEY, record_key bigint NOT NULL, name text NOT NULL, media_type text NOT NULL, size bigint NOT NULL, sha256 text NOT NULL, author text NOT NULL, at bigint NOT NULL);
CREATE INDEX record_file_of ON record_file (record_key, key);

CREATE TABLE record_view (
  key bigint PRIMARY KEY, owner text NOT NULL, type text NOT NULL, name text NOT NULL, query text NOT NULL, UNIQUE (owner, type, name));

-- Limits and rates that change by law or by year: the value of a name on a day is that of the last row that begins on or before it.
CREATE TABLE parameter (
  name text NOT NULL, valid_from text NOT NULL, value text NOT NULL, basis text NOT NULL, author text NOT NULL, at bigint NOT NULL, PRIMARY KEY (name, valid_from));

-- Numbers such as DEG-2026-00045: per series and year, never twice.
CREATE TABLE record_number (
  series text NOT NULL, year integer NOT NULL, last integer NOT NULL, PRIMARY KEY (series, year));
