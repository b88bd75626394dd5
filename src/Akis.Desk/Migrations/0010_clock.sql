-- type: incident, request, information, complaint, suggestion. opened_by: who typed it in for somebody else. details: answers of the category's form, as JSON.
ALTER TABLE ticket ADD COLUMN type text NOT NULL DEFAULT 'incident';
ALTER TABLE ticket ADD COLUMN source text NOT NULL DEFAULT 'Portal';
ALTER TABLE ticket ADD COLUMN opened_by text;
ALTER TABLE ticket ADD COLUMN place text;
ALTER TABLE ticket ADD COLUMN asset text;
ALTER TABLE ticket ADD COLUMN details text;
ALTER TABLE ticket ADD COLUMN boost text;
ALTER TABLE ticket ADD COLUMN reopened integer NOT NULL DEFAULT 0;

-- What the clocks are computed from. A span is a stay in a state, with the reason of a pause; instants are Unix milliseconds, durations seconds of working time.
CREATE TABLE ticket_span (
  key bigint PRIMARY KEY, ticket_key bigint NOT NULL, state text NOT NULL, from_at bigint NOT NULL, to_at bigint, reason text);
CREATE INDEX ticket_span_of ON ticket_span (ticket_key, key);
CREATE TABLE ticket_target (
  key bigint PRIMARY KEY, ticket_key bigint NOT NULL, at bigint NOT NULL, priority text NOT NULL, calendar text NOT NULL, first_answer bigint NOT NULL, solution bigint NOT NULL, silence bigint NOT NULL, origin text NOT NULL);
CREATE INDEX ticket_target_of ON ticket_target (ticket_key, key);
CREATE TABLE ticket_told (
  key bigint PRIMARY KEY, ticket_key bigint NOT NULL, at bigint NOT NULL, human boolean NOT NULL);
CREATE INDEX ticket_told_of ON ticket_told (ticket_key, key);

-- How the clocks stand, computed again with every change; next_at is when somebody must be told or the calendar counts on.
CREATE TABLE ticket_clock (
  ticket_key bigint NOT NULL, clock integer NOT NULL, round integer NOT NULL, state integer NOT NULL, allowance bigint NOT NULL, spent bigint NOT NULL, due_at bigint, ended_at bigint, breached_at bigint, next_at bigint,
  calendar text NOT NULL, calendar_version text NOT NULL, PRIMARY KEY (ticket_key, clock));
CREATE INDEX ticket_clock_next ON ticket_clock (next_at) WHERE next_at IS NOT NULL;

-- Overruns are never taken back.
CREATE TABLE ticket_breach (
  ticket_key bigint NOT NULL, clock integer NOT NULL, round integer NOT NULL, at bigint NOT NULL, priority text NOT NULL, PRIMARY KEY (ticket_key, clock, round));
CREATE TABLE ticket_warning (
  ticket_key bigint NOT NULL, clock integer NOT NULL, round integer NOT NULL, level integer NOT NULL, at bigint NOT NULL, PRIMARY KEY (ticket_key, clock, round, level));

-- The requester's opinion, 1 to 5.
CREATE TABLE ticket_rating (
  ticket_key bigint PRIMARY KEY, score integer NOT NULL, tags text NOT NULL, comment text, author text NOT NULL, at bigint NOT NULL);
