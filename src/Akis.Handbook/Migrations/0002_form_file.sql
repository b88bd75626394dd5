-- Files given in forms; of a request once its form is done, of who sent it until then.
CREATE TABLE form_file (
  key bigint PRIMARY KEY, task_key bigint, instance_key bigint, name text NOT NULL, media_type text NOT NULL, size bigint NOT NULL, sha256 text NOT NULL, author text NOT NULL, at bigint NOT NULL);
CREATE INDEX form_file_of ON form_file (instance_key, key);
