-- Units are never deleted: they end, and name the unit that takes their work over.
ALTER TABLE unit ADD COLUMN kind text;
ALTER TABLE unit ADD COLUMN deputy text;
ALTER TABLE unit ADD COLUMN it_contact text;
ALTER TABLE unit ADD COLUMN campus text;
ALTER TABLE unit ADD COLUMN valid_from text;
ALTER TABLE unit ADD COLUMN valid_until text;
ALTER TABLE unit ADD COLUMN successor text;

-- A group of the department: its members are those who have its role, its queue and their skills are the desk's.
CREATE TABLE work_group (
  code text PRIMARY KEY, name_tr text NOT NULL, name_en text NOT NULL, role text NOT NULL, lead text, deputy text, calendar text NOT NULL, email text NOT NULL, active boolean NOT NULL);
