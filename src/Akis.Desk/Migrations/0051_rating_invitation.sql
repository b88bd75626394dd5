-- When somebody was last asked for a score.
CREATE TABLE rating_invitation (
  requester text PRIMARY KEY, at bigint NOT NULL);
