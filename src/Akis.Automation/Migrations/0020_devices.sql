-- The simulated world of devices: what each remembers, and what it answered to an order, so that the same order again gets the first answer.
CREATE TABLE device_simulator (
  adapter text NOT NULL, target text NOT NULL, memory text NOT NULL, PRIMARY KEY (adapter, target));

CREATE TABLE device_simulator_answer (
  operation text NOT NULL, idempotency_key text NOT NULL, answer text NOT NULL, PRIMARY KEY (operation, idempotency_key));
