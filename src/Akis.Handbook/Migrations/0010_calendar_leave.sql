-- Administrative leave, days off for snow or disaster, and declared working days: entered by an administrator, counted from the head's approval on. Nothing is deleted.
-- Days are ISO dates, minutes count from midnight; calendars: codes parted by blanks, empty for all that keep holidays.
CREATE TABLE calendar_leave (
  key bigint PRIMARY KEY, kind integer NOT NULL, first_day text NOT NULL, last_day text NOT NULL, from_minute integer NOT NULL, to_minute integer NOT NULL, calendars text NOT NULL,
  basis text NOT NULL, document text NOT NULL, document_day text NOT NULL, entered_by text NOT NULL, entered_at bigint NOT NULL,
  approved_by text, approved_at bigint, removed_by text, removed_at bigint);
