-- What starts new instances, of the newest version of each process: kind 0 timer (due_at, repeats; -1 without end), 1 message, 2 signal.
CREATE TABLE process_start (
  key bigint PRIMARY KEY, process_id text NOT NULL, definition_key bigint NOT NULL, element_id text NOT NULL, kind integer NOT NULL, name text, due_at bigint, repeats integer NOT NULL);
CREATE INDEX process_start_of ON process_start (process_id);
CREATE INDEX process_start_for ON process_start (kind, name);
CREATE INDEX process_start_due ON process_start (due_at) WHERE due_at IS NOT NULL;

-- What is past its time is found without reading all.
CREATE INDEX message_expired ON message (expires_at);
CREATE INDEX remembered_command_at ON remembered_command (at);
