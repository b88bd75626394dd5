-- Articles. audience: public, members, staff, desk or the code of a role. live: the version that readers see; null before the first approval.
CREATE TABLE article (
  key bigint PRIMARY KEY, slug text NOT NULL UNIQUE, topic text NOT NULL, audience text NOT NULL, owner text NOT NULL, live integer, archived boolean NOT NULL, reviewed_at bigint NOT NULL, changed_at bigint NOT NULL);

-- state: 0 draft, 1 waits for approval, 2 approved, 3 sent back. What was approved is never changed again.
CREATE TABLE article_version (
  article_key bigint NOT NULL, version integer NOT NULL, state integer NOT NULL, title_tr text NOT NULL, body_tr text NOT NULL, title_en text NOT NULL, body_en text NOT NULL, author text NOT NULL, saved_at bigint NOT NULL,
  decided_by text, decided_at bigint, remark text, PRIMARY KEY (article_key, version));

CREATE TABLE article_category (
  article_key bigint NOT NULL, category text NOT NULL, PRIMARY KEY (article_key, category));

CREATE TABLE article_file (
  key bigint PRIMARY KEY, article_key bigint NOT NULL, name text NOT NULL, media_type text NOT NULL, size bigint NOT NULL, sha256 text NOT NULL, author text NOT NULL, at bigint NOT NULL);
CREATE INDEX article_file_of ON article_file (article_key, key);

-- kind: 0 it helped, 1 it did not, 2 it spared a ticket, 3 it was put into an answer.
CREATE TABLE article_use (
  key bigint PRIMARY KEY, article_key bigint NOT NULL, version integer NOT NULL, kind integer NOT NULL, remark text, at bigint NOT NULL);
CREATE INDEX article_use_of ON article_use (article_key, kind);

-- What people looked for and did not find, by the stems of their words; nobody is named.
CREATE TABLE knowledge_gap (
  stems text PRIMARY KEY, query text NOT NULL, times integer NOT NULL, last_at bigint NOT NULL);
