-- What happened at the desk and is not told yet: written with the change itself, taken away when mail and webhooks are laid down for it.
CREATE TABLE desk_event (
  key bigint PRIMARY KEY, kind text NOT NULL, ticket_key bigint NOT NULL, message_key bigint, detail text, actor text NOT NULL, at bigint NOT NULL);
