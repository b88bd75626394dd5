-- What somebody of a queue answers for: names of applications, with commas between them; and where that person works.
ALTER TABLE queue_member ADD COLUMN owns text NOT NULL DEFAULT '';
ALTER TABLE queue_member ADD COLUMN campus text;
