-- One history row for each command, with its events as a JSON array; seq is the number of the first. The instance knows its last, so a command asks for nothing.
ALTER TABLE process_instance ADD COLUMN last_seq integer NOT NULL DEFAULT 0;
UPDATE process_instance SET last_seq = (SELECT coalesce(max(h.seq), 0) FROM history_event h WHERE h.instance_key = process_instance.key);
UPDATE history_event SET data = '[' || data || ']';
