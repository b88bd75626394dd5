CREATE TABLE unit (
  code text PRIMARY KEY, name_tr text NOT NULL, name_en text NOT NULL, parent_code text, manager text);

CREATE TABLE person (
  user_name text PRIMARY KEY, display_name text NOT NULL, email text NOT NULL, status text NOT NULL, unit_code text NOT NULL,
  password_hash text NOT NULL, failed_sign_ins integer NOT NULL, locked_until bigint, active boolean NOT NULL);

CREATE TABLE person_role (
  user_name text NOT NULL, role text NOT NULL, PRIMARY KEY (user_name, role));

-- Only a hash of a token is kept: whoever reads the table cannot act with it.
CREATE TABLE api_token (
  key bigint PRIMARY KEY, user_name text NOT NULL, hash text NOT NULL UNIQUE, name text NOT NULL, created_at bigint NOT NULL, expires_at bigint NOT NULL, revoked_at bigint);
CREATE INDEX api_token_of ON api_token (user_name, key);
