-- state: 0 waits, 1 sent, 2 refused for good, 3 came back.
ALTER TABLE outbox_mail ADD COLUMN html text;
ALTER TABLE outbox_mail ADD COLUMN sender text;
ALTER TABLE outbox_mail ADD COLUMN reply_to text;
ALTER TABLE outbox_mail ADD COLUMN refs text;
ALTER TABLE outbox_mail ADD COLUMN automatic boolean NOT NULL DEFAULT true;
ALTER TABLE outbox_mail ADD COLUMN ticket_key bigint;
CREATE INDEX outbox_mail_ticket ON outbox_mail (ticket_key, key) WHERE ticket_key IS NOT NULL;
CREATE INDEX outbox_mail_recipient ON outbox_mail (recipient, created_at);
CREATE INDEX outbox_mail_failed ON outbox_mail (key) WHERE state IN (2, 3);

-- Who said nothing gets everything at once, in both languages. muted: kinds of messages, with commas.
CREATE TABLE mail_preference (
  user_name text PRIMARY KEY, language text NOT NULL, pace text NOT NULL, muted text NOT NULL);

-- Messages that wait for their person's next digest.
CREATE TABLE digest_item (
  key bigint PRIMARY KEY, user_name text NOT NULL, subject text NOT NULL, body text NOT NULL, at bigint NOT NULL);
CREATE INDEX digest_item_of ON digest_item (user_name, at);
