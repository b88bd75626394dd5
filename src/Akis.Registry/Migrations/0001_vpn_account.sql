-- A person's or firm's VPN account (domain §11). Rows are never deleted: an account that has ended is Closed.
CREATE TABLE vpn_account (
  key bigint PRIMARY KEY, account_name text NOT NULL UNIQUE, owner text NOT NULL, profile text NOT NULL, state integer NOT NULL, concurrent_sessions integer NOT NULL,
  starts_at bigint NOT NULL, ends_at bigint NOT NULL, last_used_at bigint, archived_at bigint, office_hours_only boolean NOT NULL, instance_key bigint NOT NULL, process_code text, revision integer NOT NULL);
CREATE INDEX vpn_account_owner ON vpn_account (owner, key);
CREATE INDEX vpn_account_instance ON vpn_account (instance_key);
