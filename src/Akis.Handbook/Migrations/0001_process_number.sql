-- The last number given to a process in a year; it never goes back.
CREATE TABLE process_number (
  process text NOT NULL, year integer NOT NULL, last integer NOT NULL, PRIMARY KEY (process, year));
