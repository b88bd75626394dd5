-- Which content of each work calendar counts now, and with which one a due time in working time was computed; null where none was used.
CREATE TABLE work_calendar (
  code text PRIMARY KEY, version text NOT NULL, changed_at bigint NOT NULL);
ALTER TABLE timer ADD COLUMN calendar text;
ALTER TABLE timer ADD COLUMN calendar_version text;
CREATE INDEX timer_calendar ON timer (calendar, key) WHERE calendar IS NOT NULL;
ALTER TABLE process_start ADD COLUMN calendar text;
ALTER TABLE process_start ADD COLUMN calendar_version text;
ALTER TABLE process_start ADD COLUMN computed_from bigint;
