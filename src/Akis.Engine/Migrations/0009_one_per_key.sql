-- Of some processes a message starts only one at a time for each correlation key (akis:onePerKey).
ALTER TABLE process_start ADD COLUMN one_per_key boolean NOT NULL DEFAULT false;
