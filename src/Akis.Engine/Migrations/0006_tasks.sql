-- In whose place somebody acted (vekâlet); null for himself.
ALTER TABLE history_event ADD COLUMN on_behalf_of text;
ALTER TABLE user_task ADD COLUMN ended_for text;
CREATE TABLE user_task_comment (
  key bigint PRIMARY KEY, task_key bigint NOT NULL, instance_key bigint NOT NULL, author text NOT NULL, on_behalf_of text, at bigint NOT NULL, text text NOT NULL);
CREATE INDEX user_task_comment_of ON user_task_comment (task_key, key);
