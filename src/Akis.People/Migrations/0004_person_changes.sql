-- A role may end by itself: the last day on which it counts, as yyyy-MM-dd. Roles that have ended are removed, so that whoever reads roles need not look at days.
ALTER TABLE person_role ADD COLUMN until_day text;

-- Who changed what about a person, in words; nothing of it is changed later.
CREATE TABLE person_change (
  key bigint PRIMARY KEY, user_name text NOT NULL, at bigint NOT NULL, actor text NOT NULL, tr text NOT NULL, en text NOT NULL);
CREATE INDEX person_change_of ON person_change (user_name, key);
