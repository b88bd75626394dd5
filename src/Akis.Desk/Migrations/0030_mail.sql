-- Secrets that the program makes for itself and that every node must share; never shown.
CREATE TABLE desk_secret (name text PRIMARY KEY, value text NOT NULL);

-- How far a mailbox was read. A uid means nothing without its validity (RFC 3501, 2.3.1.1).
CREATE TABLE mailbox_state (
  name text PRIMARY KEY, uid_validity bigint NOT NULL, last_uid bigint NOT NULL, checked_at bigint, error text);

-- Every message that was fetched, once: the fingerprint is of what the sender wrote, not of the road it took.
-- state: 0 quarantine, 1 ticket, 2 answer, 3 delivery report, 4 removed.
CREATE TABLE incoming_mail (
  key bigint PRIMARY KEY, mailbox text NOT NULL, fingerprint text NOT NULL UNIQUE, message_id text, from_address text NOT NULL, from_name text NOT NULL, subject text NOT NULL, state integer NOT NULL,
  reason text, detail text, ticket_key bigint, message_key bigint, spf text NOT NULL, dkim text NOT NULL, dmarc text NOT NULL, proven boolean NOT NULL, html text, folded text,
  raw_sha256 text NOT NULL, size bigint NOT NULL, received_at bigint NOT NULL, decided_by text, decided_at bigint);
CREATE INDEX incoming_mail_quarantine ON incoming_mail (key) WHERE state = 0;
CREATE INDEX incoming_mail_sender ON incoming_mail (from_address, received_at);
CREATE INDEX incoming_mail_ticket ON incoming_mail (ticket_key, key);
CREATE INDEX incoming_mail_id ON incoming_mail (message_id);

-- What the HTML of a message calls cid:….
CREATE TABLE incoming_mail_image (
  mail_key bigint NOT NULL, content_id text NOT NULL, media_type text NOT NULL, sha256 text NOT NULL, PRIMARY KEY (mail_key, content_id));

CREATE TABLE blocked_sender (
  address text PRIMARY KEY, blocked_by text NOT NULL, blocked_at bigint NOT NULL);

-- People without an account whose address is proven.
CREATE TABLE mail_guest (
  address text PRIMARY KEY, name text NOT NULL, proven_at bigint NOT NULL);

-- Links by which a sender proves an address; only a hash is kept.
CREATE TABLE sender_proof (
  hash text PRIMARY KEY, address text NOT NULL, name text NOT NULL, sent_at bigint NOT NULL, expires_at bigint NOT NULL, used_at bigint);
CREATE INDEX sender_proof_address ON sender_proof (address, sent_at);
