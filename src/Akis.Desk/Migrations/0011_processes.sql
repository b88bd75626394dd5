-- Processes of the handbook that tickets have started. stage: where the last milestone stood; outcome: names of the end events, or why it was cancelled.
CREATE TABLE ticket_process (
  instance_key bigint PRIMARY KEY, ticket_key bigint NOT NULL, process_id text NOT NULL, name text NOT NULL, code text, stage text, started_at bigint NOT NULL, ended_at bigint, cancelled boolean NOT NULL, outcome text);
CREATE INDEX ticket_process_of ON ticket_process (ticket_key, instance_key);

-- What machines have reported: the same key again within its time is a note, not a ticket. root_key: the process instance that opened it.
CREATE TABLE ticket_report (
  dedupe_key text PRIMARY KEY, ticket_key bigint NOT NULL, root_key bigint, times integer NOT NULL, first_at bigint NOT NULL, last_at bigint NOT NULL);
CREATE INDEX ticket_report_root ON ticket_report (root_key) WHERE root_key IS NOT NULL;
CREATE INDEX ticket_report_of ON ticket_report (ticket_key);
