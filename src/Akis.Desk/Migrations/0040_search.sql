-- The index of tickets: stems that the program makes. FTS5 keeps no copy of the texts; PostgreSQL keeps the vectors out of line, so that reading keys stays cheap.
/*sqlite CREATE VIRTUAL TABLE ticket_search USING fts5(subject, open, internal, content='', contentless_delete=1, tokenize='ascii') */;
/*pgsql CREATE TABLE ticket_search (key bigint PRIMARY KEY, stems tsvector NOT NULL) WITH (toast_tuple_target = 128) */;
/*pgsql CREATE INDEX ticket_search_stems ON ticket_search USING gin (stems) WITH (gin_pending_list_limit = 512) */;

-- Open tickets are few among all: lists of them read only these.
CREATE INDEX ticket_open ON ticket (priority, key) WHERE closed_at IS NULL;
CREATE INDEX ticket_open_new ON ticket (key) WHERE closed_at IS NULL;
CREATE INDEX ticket_assignee ON ticket (assignee, key);

-- Views: a query with a name. Its owner sees it, and where a role is named, everybody who has it.
CREATE TABLE saved_view (
  key bigint PRIMARY KEY, owner text NOT NULL, role text, name text NOT NULL, query text NOT NULL, created_at bigint NOT NULL);
CREATE INDEX saved_view_owner ON saved_view (owner);
CREATE INDEX saved_view_role ON saved_view (role);

CREATE TABLE ticket_tag (
  ticket_key bigint NOT NULL, tag text NOT NULL, PRIMARY KEY (ticket_key, tag));
CREATE INDEX ticket_tag_tag ON ticket_tag (tag, ticket_key);
