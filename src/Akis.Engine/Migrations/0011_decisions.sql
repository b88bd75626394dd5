-- A file of decisions as a whole; its decisions carry the same checksum.
CREATE TABLE decision_requirements (
  key bigint PRIMARY KEY, requirements_id text NOT NULL, version integer NOT NULL, name text, resource_name text NOT NULL,
  checksum text NOT NULL, xml text NOT NULL, deployment_key bigint NOT NULL, deployed_at bigint NOT NULL, UNIQUE (requirements_id, version));
CREATE INDEX decision_requirements_checksum ON decision_requirements (checksum);

-- Every decision that was made: what it was asked, which rules matched, what it said. Outside of instances instance_key is null.
CREATE TABLE decision_instance (
  key bigint PRIMARY KEY, instance_key bigint, element_key bigint, element_id text, process_id text, process_definition_key bigint, decision_key bigint NOT NULL, decision_id text NOT NULL, name text, version integer NOT NULL,
  at bigint NOT NULL, actor text NOT NULL, inputs text NOT NULL, matched_rules text NOT NULL, output text NOT NULL);
CREATE INDEX decision_instance_of ON decision_instance (instance_key);
CREATE INDEX decision_instance_for ON decision_instance (decision_id, key);
