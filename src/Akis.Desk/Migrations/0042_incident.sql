-- Major incidents. state: 0 investigated, 1 cause known, 2 mended and watched, 3 over. ticket_key: the ticket that it was declared from.
CREATE TABLE major_incident (
  key bigint PRIMARY KEY, ticket_key bigint NOT NULL UNIQUE, service text NOT NULL, severity text NOT NULL, title_tr text NOT NULL, title_en text NOT NULL, answer text NOT NULL, state integer NOT NULL, manager text NOT NULL,
  opened_at bigint NOT NULL, next_update_at bigint, reminded_at bigint, ended_at bigint);
CREATE INDEX major_incident_live ON major_incident (service) WHERE ended_at IS NULL;
CREATE TABLE incident_update (
  key bigint PRIMARY KEY, incident_key bigint NOT NULL, state integer NOT NULL, text_tr text NOT NULL, text_en text NOT NULL, author text NOT NULL, at bigint NOT NULL);
CREATE INDEX incident_update_of ON incident_update (incident_key, key);
CREATE TABLE incident_child (
  ticket_key bigint PRIMARY KEY, incident_key bigint NOT NULL, at bigint NOT NULL);
CREATE INDEX incident_child_of ON incident_child (incident_key, ticket_key);

-- Work that is announced beforehand; reference names the change or process.
CREATE TABLE planned_work (
  key bigint PRIMARY KEY, service text NOT NULL, title_tr text NOT NULL, title_en text NOT NULL, from_at bigint NOT NULL, until_at bigint NOT NULL, reference text, author text NOT NULL, cancelled_at bigint);
CREATE INDEX planned_work_until ON planned_work (until_at);

-- Who wants mail about the services. Only hashes of tokens are kept.
CREATE TABLE status_subscriber (
  key bigint PRIMARY KEY, address text NOT NULL UNIQUE, language text NOT NULL, token text NOT NULL UNIQUE, asked_at bigint NOT NULL, confirmed_at bigint);
CREATE INDEX ticket_opened ON ticket (opened_at);
