-- Numbers are given per year and never twice; instants are Unix milliseconds.
CREATE TABLE ticket_number (
  year integer PRIMARY KEY, last integer NOT NULL);

CREATE TABLE ticket (
  key bigint PRIMARY KEY, number text NOT NULL UNIQUE, subject text NOT NULL, category text NOT NULL, queue text NOT NULL, impact text NOT NULL, urgency text NOT NULL, priority text NOT NULL,
  state text NOT NULL, confidential boolean NOT NULL, requester text NOT NULL, requester_name text NOT NULL, requester_unit text, assignee text, question text, resolution_code text, resolution text,
  instance_key bigint, revision integer NOT NULL, opened_at bigint NOT NULL, changed_at bigint NOT NULL, closed_at bigint);
CREATE INDEX ticket_requester ON ticket (requester, key);
CREATE INDEX ticket_instance ON ticket (instance_key);
CREATE INDEX ticket_queue ON ticket (queue, key);

-- kind: 0 message, 1 internal note, 2 event.
CREATE TABLE ticket_message (
  key bigint PRIMARY KEY, ticket_key bigint NOT NULL, kind integer NOT NULL, author text NOT NULL, body text NOT NULL, at bigint NOT NULL);
CREATE INDEX ticket_message_of ON ticket_message (ticket_key, key);

CREATE TABLE ticket_attachment (
  key bigint PRIMARY KEY, ticket_key bigint NOT NULL, message_key bigint, name text NOT NULL, media_type text NOT NULL, size bigint NOT NULL, sha256 text NOT NULL, author text NOT NULL, at bigint NOT NULL);
CREATE INDEX ticket_attachment_of ON ticket_attachment (ticket_key, key);
