-- One thing done to many instances (kind and state: see BatchOperation.cs), in slices; an item is done in the transaction that says so.
CREATE TABLE batch_operation (
  key bigint PRIMARY KEY, kind integer NOT NULL, state integer NOT NULL, plan text NOT NULL, actor text NOT NULL, created_at bigint NOT NULL, ended_at bigint,
  total integer NOT NULL, done integer NOT NULL, failed integer NOT NULL);
CREATE INDEX batch_operation_open ON batch_operation (state, key);
CREATE TABLE batch_operation_item (
  batch_key bigint NOT NULL, item_key bigint NOT NULL, instance_key bigint NOT NULL, state integer NOT NULL, ended_at bigint, code text, tr text, en text, PRIMARY KEY (batch_key, item_key));
CREATE INDEX batch_operation_item_open ON batch_operation_item (batch_key, state, item_key);
CREATE INDEX batch_operation_item_of ON batch_operation_item (instance_key);
