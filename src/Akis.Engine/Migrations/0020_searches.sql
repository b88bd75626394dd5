-- What models call their elements and what they are: written once for each version, so that no step writes it.
CREATE TABLE process_element (
  definition_key bigint NOT NULL, element_id text NOT NULL, name text NOT NULL, type text NOT NULL, loops boolean NOT NULL, PRIMARY KEY (definition_key, element_id));
ALTER TABLE process_definition ADD COLUMN start_form text;

-- The newest value of every variable in every scope, as JSON; the instance itself is a scope.
CREATE TABLE variable (
  key bigint PRIMARY KEY, instance_key bigint NOT NULL, scope_key bigint NOT NULL, name text NOT NULL, value text NOT NULL, UNIQUE (scope_key, name));
CREATE INDEX variable_of ON variable (instance_key, key);
CREATE INDEX variable_name ON variable (name, key);

CREATE TABLE instance_tag (
  instance_key bigint NOT NULL, tag text NOT NULL, PRIMARY KEY (instance_key, tag));
CREATE INDEX instance_tag_for ON instance_tag (tag, instance_key);

-- Which message reached which instance, and where.
CREATE TABLE message_correlation (
  key bigint PRIMARY KEY, message_key bigint NOT NULL, subscription_key bigint NOT NULL, instance_key bigint NOT NULL, element_id text NOT NULL, element_key bigint, name text NOT NULL, correlation_key text NOT NULL, at bigint NOT NULL);
CREATE INDEX message_correlation_of ON message_correlation (instance_key, key);
ALTER TABLE message_subscription ADD COLUMN element_key bigint;
CREATE INDEX message_subscription_of ON message_subscription (instance_key, key);

ALTER TABLE process_instance ADD COLUMN parent_element_key bigint;
-- Of a listener's job its moment (the numbers of ListenerMoment); null for an element's own work.
ALTER TABLE job ADD COLUMN listener integer;

-- Who ended a task may still see it.
CREATE INDEX user_task_ender ON user_task (ended_by) WHERE ended_by IS NOT NULL;
CREATE INDEX process_instance_definition ON process_instance (definition_key, key);
