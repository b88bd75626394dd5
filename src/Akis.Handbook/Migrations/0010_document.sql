-- Documents that processes made. The number and the code are taken before the document is printed, by the job's idempotency key, so that a job that comes again prints the same;
-- issued_at is set in the transaction that completes the job, and only then does the document exist for anybody.
CREATE TABLE document (
  key bigint PRIMARY KEY, idempotency_key text NOT NULL UNIQUE, instance_key bigint NOT NULL, number text NOT NULL UNIQUE, code text NOT NULL UNIQUE, title_tr text NOT NULL, title_en text NOT NULL,
  process_code text, reserved_at bigint NOT NULL, issued_at bigint, sha256 text, size bigint);
CREATE INDEX document_of ON document (instance_key, key);
