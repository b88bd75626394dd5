-- What somebody did that has no row of its own (numbers: AuditEntity, AuditOperation).
CREATE TABLE audit_entry (
  key bigint PRIMARY KEY, at bigint NOT NULL, actor text NOT NULL, on_behalf_of text, entity integer NOT NULL, operation integer NOT NULL, entity_key bigint NOT NULL, instance_key bigint, description text);
CREATE INDEX audit_entry_of ON audit_entry (instance_key, key);
CREATE INDEX audit_entry_by ON audit_entry (actor, key);

-- Who did what: starts, completions, decisions, batches and removals are read where they stand, so that no step writes them twice.
CREATE VIEW audit_log AS
SELECT key, at, actor, entity, operation, entity_key, instance_key, CAST(NULL AS bigint) AS element_key, CAST(NULL AS bigint) AS decision_key, CAST(NULL AS text) AS decision_id, description FROM audit_entry
UNION ALL
SELECT key, started_at, started_by, 0, 0, key, key, CAST(NULL AS bigint), CAST(NULL AS bigint), CAST(NULL AS text), business_key FROM process_instance WHERE parent_key IS NULL
UNION ALL
SELECT key, ended_at, ended_by, 1, 1, key, instance_key, element_key, CAST(NULL AS bigint), CAST(NULL AS text), name FROM user_task WHERE state = 1
UNION ALL
SELECT key, at, actor, 7, 11, key, instance_key, element_key, decision_key, decision_id, name FROM decision_instance
UNION ALL
SELECT key, created_at, actor, 6, 0, key, CAST(NULL AS bigint), CAST(NULL AS bigint), CAST(NULL AS bigint), CAST(NULL AS text), CAST(NULL AS text) FROM batch_operation
UNION ALL
SELECT key, at, actor, 5, 12, key, CAST(NULL AS bigint), CAST(NULL AS bigint), CAST(NULL AS bigint), CAST(NULL AS text), id FROM deleted_definition;
