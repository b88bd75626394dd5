-- What agents work with. Instants are Unix milliseconds.
ALTER TABLE ticket ADD COLUMN labels text NOT NULL DEFAULT '';
ALTER TABLE ticket ADD COLUMN snoozed_until bigint;
ALTER TABLE ticket ADD COLUMN snooze_ends_on_reply boolean NOT NULL DEFAULT false;
CREATE INDEX ticket_worklist_of ON ticket (assignee) WHERE closed_at IS NULL;
CREATE INDEX ticket_snoozed ON ticket (snoozed_until) WHERE snoozed_until IS NOT NULL;

-- rule: 0 manual, 1 round robin, 2 least load, 3 by skill.
CREATE TABLE queue_setting (
  queue text PRIMARY KEY, rule integer NOT NULL, last_assignee text, changed_by text NOT NULL, changed_at bigint NOT NULL);
CREATE TABLE queue_member (
  queue text NOT NULL, user_name text NOT NULL, takes boolean NOT NULL, PRIMARY KEY (queue, user_name));
-- topic: the letters of a category's code (VPN); level 1 to 5.
CREATE TABLE queue_skill (
  queue text NOT NULL, user_name text NOT NULL, topic text NOT NULL, level integer NOT NULL, PRIMARY KEY (queue, user_name, topic));

-- What happened inside the desk; requesters never see it.
CREATE TABLE ticket_event (
  key bigint PRIMARY KEY, ticket_key bigint NOT NULL, kind text NOT NULL, actor text NOT NULL, detail text NOT NULL, at bigint NOT NULL);
CREATE INDEX ticket_event_of ON ticket_event (ticket_key, key);

-- about_key: the message or event that it is about.
CREATE TABLE desk_notification (
  user_name text NOT NULL, about_key bigint NOT NULL, kind text NOT NULL, ticket_key bigint NOT NULL, from_user text NOT NULL, at bigint NOT NULL, read_at bigint, PRIMARY KEY (user_name, about_key));
CREATE INDEX desk_notification_unread ON desk_notification (user_name) WHERE read_at IS NULL;
CREATE TABLE ticket_watcher (
  ticket_key bigint NOT NULL, user_name text NOT NULL, added_by text NOT NULL, at bigint NOT NULL, PRIMARY KEY (ticket_key, user_name));

-- kind as in ticket_message.
CREATE TABLE ticket_draft (
  user_name text NOT NULL, ticket_key bigint NOT NULL, kind integer NOT NULL, body text NOT NULL, changed_at bigint NOT NULL, PRIMARY KEY (user_name, ticket_key, kind));

-- Replies that can still be taken back. then_do: '', 'ask' or 'resolve:CODE'; files: JSON of what was uploaded.
CREATE TABLE held_reply (
  key bigint PRIMARY KEY, ticket_key bigint NOT NULL, number text NOT NULL, author text NOT NULL, body text NOT NULL, files text NOT NULL, then_do text NOT NULL, due_at bigint NOT NULL);
CREATE INDEX held_reply_of ON held_reply (ticket_key);
CREATE INDEX held_reply_due ON held_reply (due_at);

-- queue: whose; null is everybody's.
CREATE TABLE text_module (
  key bigint PRIMARY KEY, shortcut text NOT NULL UNIQUE, title text NOT NULL, body text NOT NULL, queue text, changed_by text NOT NULL, changed_at bigint NOT NULL);
CREATE TABLE macro (
  key bigint PRIMARY KEY, title text NOT NULL, queue text, reply text NOT NULL, note text NOT NULL, takes boolean NOT NULL, labels text NOT NULL, snooze_days integer NOT NULL, then_do text NOT NULL,
  changed_by text NOT NULL, changed_at bigint NOT NULL);

-- kind: 0 from is a child of to, 1 related, 2 from blocks to, 3 from was caused by to, 4 from shows the problem to.
CREATE TABLE ticket_link (
  from_key bigint NOT NULL, to_key bigint NOT NULL, kind integer NOT NULL, made_by text NOT NULL, at bigint NOT NULL, PRIMARY KEY (from_key, to_key, kind));
CREATE INDEX ticket_link_to ON ticket_link (to_key);
CREATE TABLE checklist_item (
  key bigint PRIMARY KEY, ticket_key bigint NOT NULL, text text NOT NULL, done_by text, done_at bigint);
CREATE INDEX checklist_item_of ON checklist_item (ticket_key, key);

-- was: what the merge changed in the target, as JSON, to be put back.
CREATE TABLE ticket_merge (
  key bigint PRIMARY KEY, source_key bigint NOT NULL, target_key bigint NOT NULL, source_state text NOT NULL, was text NOT NULL, made_by text NOT NULL, at bigint NOT NULL, undone_at bigint, settled_at bigint);
CREATE INDEX ticket_merge_source ON ticket_merge (source_key);
CREATE INDEX ticket_merge_target ON ticket_merge (target_key);
CREATE INDEX ticket_merge_open ON ticket_merge (at) WHERE undone_at IS NULL AND settled_at IS NULL;
ALTER TABLE ticket_message ADD COLUMN merge_key bigint;
ALTER TABLE ticket_attachment ADD COLUMN merge_key bigint;

CREATE TABLE recurring_ticket (
  key bigint PRIMARY KEY, category text NOT NULL, subject text NOT NULL, body text NOT NULL, checklist text NOT NULL, requester text NOT NULL, schedule text NOT NULL, next_at bigint, last_number text,
  changed_by text NOT NULL, changed_at bigint NOT NULL);
CREATE INDEX recurring_ticket_due ON recurring_ticket (next_at);

CREATE TABLE time_entry (
  key bigint PRIMARY KEY, ticket_key bigint NOT NULL, user_name text NOT NULL, minutes integer NOT NULL, text text NOT NULL, day text NOT NULL, at bigint NOT NULL);
CREATE INDEX time_entry_of ON time_entry (ticket_key);

CREATE TABLE bulk_run (
  key bigint PRIMARY KEY, made_by text NOT NULL, kind integer NOT NULL, value text NOT NULL, at bigint NOT NULL, undone_at bigint);
CREATE TABLE bulk_change (
  run_key bigint NOT NULL, ticket_key bigint NOT NULL, was text NOT NULL, became text NOT NULL, PRIMARY KEY (run_key, ticket_key));
