-- What came in from another desk: its name there and here. kind: 0 account, 1 ticket, 3 article.
CREATE TABLE imported (
  source text NOT NULL, kind integer NOT NULL, id text NOT NULL, target text NOT NULL, at bigint NOT NULL, PRIMARY KEY (source, kind, id));
