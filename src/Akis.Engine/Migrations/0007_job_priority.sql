-- Workers take the highest priority first, then what is due longest.
ALTER TABLE job ADD COLUMN priority integer NOT NULL DEFAULT 0;
CREATE INDEX job_next ON job (type, priority DESC, due_at, key) WHERE state = 0;
