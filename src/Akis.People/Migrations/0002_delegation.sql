-- A person gives his work to a substitute for a while (vekâlet). Nothing is deleted: who stood in for whom must be known later.
CREATE TABLE delegation (
  key bigint PRIMARY KEY, person text NOT NULL, substitute text NOT NULL, from_at bigint NOT NULL, until_at bigint NOT NULL, reason text NOT NULL, created_at bigint NOT NULL, revoked_at bigint);
CREATE INDEX delegation_to ON delegation (substitute, until_at);
CREATE INDEX delegation_of ON delegation (person, key);
