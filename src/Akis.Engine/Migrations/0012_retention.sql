-- For how long the history of a process is kept after an instance's end, as an ISO 8601 period; without a row it is kept.
CREATE TABLE history_retention (
  process_id text PRIMARY KEY, period text NOT NULL, changed_at bigint NOT NULL);

-- Versions that were deleted: their numbers are not given again.
CREATE TABLE deleted_definition (
  key bigint PRIMARY KEY, kind text NOT NULL, id text NOT NULL, version integer NOT NULL, at bigint NOT NULL, actor text NOT NULL);
CREATE INDEX deleted_definition_of ON deleted_definition (kind, id);
