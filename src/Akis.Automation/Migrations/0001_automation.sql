-- What connectors did. The idempotency key is the job's, so a repeated try continues the same run.
CREATE TABLE automation_run (
  key bigint PRIMARY KEY, adapter text NOT NULL, operation text NOT NULL, idempotency_key text NOT NULL, instance_key bigint NOT NULL, target text NOT NULL, command text NOT NULL, mode text NOT NULL,
  state integer NOT NULL, exit_code integer, message text, tries integer NOT NULL, started_at bigint NOT NULL, ended_at bigint, duration_ms bigint, UNIQUE (adapter, operation, idempotency_key));
CREATE INDEX automation_run_instance ON automation_run (instance_key, key);

-- The simulator stands for a system outside: it has a memory of its own that no transaction of the program undoes.
CREATE TABLE vpn_simulator_account (
  account_name text PRIMARY KEY, idempotency_key text NOT NULL UNIQUE, owner text NOT NULL, profile text NOT NULL, starts_at bigint NOT NULL, ends_at bigint NOT NULL, sessions integer NOT NULL,
  is_open boolean NOT NULL, archived boolean NOT NULL);

CREATE TABLE notification (
  key bigint PRIMARY KEY, user_name text NOT NULL, instance_key bigint NOT NULL, subject_tr text NOT NULL, subject_en text NOT NULL, body_tr text NOT NULL, body_en text NOT NULL, link text NOT NULL,
  created_at bigint NOT NULL, read_at bigint);
CREATE INDEX notification_of ON notification (user_name, key);

-- Mail leaves after the commit; due_at of a claimed mail is the end of its lease, the fence tells a late claimer from the next one.
CREATE TABLE outbox_mail (
  key bigint PRIMARY KEY, message_id text NOT NULL UNIQUE, recipient text NOT NULL, subject text NOT NULL, body text NOT NULL, instance_key bigint NOT NULL, state integer NOT NULL, tries integer NOT NULL,
  due_at bigint NOT NULL, fence integer NOT NULL, created_at bigint NOT NULL, sent_at bigint, error text);
CREATE INDEX outbox_mail_due ON outbox_mail (due_at, key) WHERE state = 0;
