-- The desk's rules, a DMN model each; the newest version counts.
CREATE TABLE desk_rules (
  version integer PRIMARY KEY, xml text NOT NULL, author text NOT NULL, at bigint NOT NULL, note text NOT NULL);

-- What rules have done: each once while a ticket stays in its state.
CREATE TABLE ticket_rule (
  ticket_key bigint NOT NULL, rule text NOT NULL, state text NOT NULL, reopened integer NOT NULL, version integer NOT NULL, at bigint NOT NULL, PRIMARY KEY (ticket_key, rule, state, reopened));

-- What the page of a new ticket asks while one types, and what it foretells from.
CREATE INDEX ticket_category_opened ON ticket (category, opened_at);
CREATE INDEX ticket_outage ON ticket (opened_at) WHERE impact IN ('building', 'university');
