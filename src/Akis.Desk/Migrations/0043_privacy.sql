-- Who of the desk has read which ticket, once an hour; hour: hours since 1970.
CREATE TABLE ticket_read (
  ticket_key bigint NOT NULL, reader text NOT NULL, hour bigint NOT NULL, at bigint NOT NULL, PRIMARY KEY (ticket_key, reader, hour));
CREATE INDEX ticket_read_reader ON ticket_read (reader, at);

-- What was anonymised or handed out, and by whom.
CREATE TABLE privacy_deed (
  key bigint PRIMARY KEY, deed text NOT NULL, subject text NOT NULL, count integer NOT NULL, actor text NOT NULL, at bigint NOT NULL);
ALTER TABLE ticket ADD COLUMN anonymised_at bigint;
CREATE INDEX ticket_retention ON ticket (closed_at) WHERE anonymised_at IS NULL;
CREATE INDEX ticket_category ON ticket (category, key);

-- Links by which somebody without an account sees one ticket; only hashes are kept.
CREATE TABLE guest_link (
  key bigint PRIMARY KEY, ticket_key bigint NOT NULL, token text NOT NULL UNIQUE, created_by text NOT NULL, created_at bigint NOT NULL, expires_at bigint NOT NULL, revoked_at bigint, used_at bigint);
CREATE INDEX guest_link_of ON guest_link (ticket_key, key);
