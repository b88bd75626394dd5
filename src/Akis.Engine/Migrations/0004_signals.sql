CREATE TABLE signal_subscription (
  key bigint PRIMARY KEY, instance_key bigint NOT NULL, element_id text NOT NULL, name text NOT NULL, opened_at bigint NOT NULL);
CREATE INDEX signal_subscription_for ON signal_subscription (name, key);
