-- Programs that are told what happens at the desk. The secret signs and is never shown again.
CREATE TABLE webhook (
  key bigint PRIMARY KEY, name text NOT NULL, url text NOT NULL, secret text NOT NULL, events text NOT NULL, active boolean NOT NULL, created_by text NOT NULL, created_at bigint NOT NULL);

-- state: 0 waits, 1 taken, 2 given up. One event is one delivery for a webhook, however often it is tried.
CREATE TABLE webhook_delivery (
  key bigint PRIMARY KEY, webhook_key bigint NOT NULL, event_key bigint NOT NULL, kind text NOT NULL, body text NOT NULL, state integer NOT NULL, tries integer NOT NULL, due_at bigint NOT NULL, fence integer NOT NULL,
  status integer, error text, duration_ms bigint, created_at bigint NOT NULL, ended_at bigint, UNIQUE (webhook_key, event_key));
CREATE INDEX webhook_delivery_due ON webhook_delivery (due_at, key) WHERE state = 0;
CREATE INDEX webhook_delivery_of ON webhook_delivery (webhook_key, key);
