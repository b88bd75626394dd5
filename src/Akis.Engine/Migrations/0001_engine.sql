-- Keys are 64-bit numbers made by the program; instants are Unix milliseconds; JSON is text.
CREATE TABLE process_definition (
  key bigint PRIMARY KEY, process_id text NOT NULL, version integer NOT NULL, version_tag text, name text, resource_name text NOT NULL,
  checksum text NOT NULL, xml text NOT NULL, deployment_key bigint NOT NULL, deployed_at bigint NOT NULL, UNIQUE (process_id, version));

CREATE TABLE decision_definition (
  key bigint PRIMARY KEY, decision_id text NOT NULL, version integer NOT NULL, name text, resource_name text NOT NULL,
  checksum text NOT NULL, xml text NOT NULL, deployment_key bigint NOT NULL, deployed_at bigint NOT NULL, UNIQUE (decision_id, version));

CREATE TABLE form_definition (
  key bigint PRIMARY KEY, form_id text NOT NULL, version integer NOT NULL, resource_name text NOT NULL,
  checksum text NOT NULL, json text NOT NULL, deployment_key bigint NOT NULL, deployed_at bigint NOT NULL, UNIQUE (form_id, version));

-- The state changes with every step and nothing that changes is indexed but status: PostgreSQL's updates stay in the page.
CREATE TABLE process_instance (
  key bigint PRIMARY KEY, definition_key bigint NOT NULL, process_id text NOT NULL, revision integer NOT NULL, status integer NOT NULL, business_key text,
  state bytea NOT NULL, started_at bigint NOT NULL, started_by text NOT NULL, ended_at bigint, parent_key bigint, root_key bigint NOT NULL) /*pgsql WITH (fillfactor = 70)*/;
CREATE INDEX process_instance_business ON process_instance (business_key);
CREATE INDEX process_instance_starter ON process_instance (started_by, key);
CREATE INDEX process_instance_parent ON process_instance (parent_key) WHERE parent_key IS NOT NULL;

CREATE TABLE history_event (
  instance_key bigint NOT NULL, seq integer NOT NULL, at bigint NOT NULL, actor text NOT NULL, data text NOT NULL, PRIMARY KEY (instance_key, seq));

CREATE TABLE element_instance (
  key bigint PRIMARY KEY, instance_key bigint NOT NULL, element_id text NOT NULL, scope_key bigint NOT NULL, state integer NOT NULL, started_at bigint NOT NULL, ended_at bigint);
CREATE INDEX element_instance_of ON element_instance (instance_key, key);

CREATE TABLE user_task (
  key bigint PRIMARY KEY, instance_key bigint NOT NULL, element_key bigint NOT NULL, element_id text NOT NULL, name text NOT NULL, process_id text NOT NULL, definition_key bigint NOT NULL,
  business_key text, state integer NOT NULL, assignee text, priority integer NOT NULL, form_id text, due_at bigint, follow_up_at bigint, created_at bigint NOT NULL, ended_at bigint, ended_by text, draft text);
CREATE INDEX user_task_of ON user_task (instance_key);
CREATE INDEX user_task_assignee ON user_task (assignee, state, key);
CREATE INDEX user_task_open ON user_task (state, key);

CREATE TABLE user_task_candidate (
  task_key bigint NOT NULL, kind integer NOT NULL, name text NOT NULL, PRIMARY KEY (task_key, kind, name));
CREATE INDEX user_task_candidate_name ON user_task_candidate (kind, name, task_key);

CREATE TABLE job (
  key bigint PRIMARY KEY, instance_key bigint NOT NULL, element_key bigint NOT NULL, element_id text NOT NULL, process_id text NOT NULL, type text NOT NULL, state integer NOT NULL, retries integer NOT NULL,
  due_at bigint NOT NULL, worker text, fence integer NOT NULL, headers text NOT NULL, message text, created_at bigint NOT NULL, ended_at bigint);
CREATE INDEX job_due ON job (type, due_at) WHERE state = 0;
CREATE INDEX job_of ON job (instance_key);

CREATE TABLE timer (
  key bigint PRIMARY KEY, instance_key bigint NOT NULL, element_id text NOT NULL, due_at bigint NOT NULL);
CREATE INDEX timer_due ON timer (due_at, key);

CREATE TABLE message_subscription (
  key bigint PRIMARY KEY, instance_key bigint NOT NULL, element_id text NOT NULL, name text NOT NULL, correlation_key text NOT NULL, opened_at bigint NOT NULL);
CREATE INDEX message_subscription_for ON message_subscription (name, correlation_key, key);

CREATE TABLE message (
  key bigint PRIMARY KEY, name text NOT NULL, correlation_key text NOT NULL, message_id text, variables text NOT NULL, published_at bigint NOT NULL, expires_at bigint NOT NULL, correlated boolean NOT NULL);
CREATE UNIQUE INDEX message_once ON message (name, correlation_key, message_id) WHERE message_id IS NOT NULL;
CREATE INDEX message_waiting ON message (name, correlation_key, key);

CREATE TABLE incident (
  key bigint PRIMARY KEY, instance_key bigint NOT NULL, element_key bigint NOT NULL, element_id text NOT NULL, code text NOT NULL, tr text NOT NULL, en text NOT NULL, raised_at bigint NOT NULL, resolved_at bigint);
CREATE INDEX incident_of ON incident (instance_key);
CREATE INDEX incident_open ON incident (resolved_at, key);

-- The first answer to a command with an id, for whoever asks again.
CREATE TABLE remembered_command (
  id text PRIMARY KEY, answer text NOT NULL, at bigint NOT NULL);
