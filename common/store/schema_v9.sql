-- Articles that left the answers, for who watches: the last time of each. One that was deleted, that
-- another stands in the place of, or that was read anew and is there again in the same revision.
CREATE TABLE departures (
  id BLOB PRIMARY KEY,         -- 16 bytes: the 32 digits of its name
  revision INTEGER NOT NULL,   -- of the store in which it left
  replaced_by BLOB NOT NULL    -- likewise, the article in its place, or itself; empty for none
) STRICT, WITHOUT ROWID;
INSERT INTO departures
  SELECT id, revision, x'' FROM deleted_articles UNION ALL
  SELECT a.id, b.revision, b.id FROM articles AS a JOIN articles AS b ON b.number = a.superseded_by
  WHERE a.superseded_by <> 0;
CREATE INDEX departures_by_revision ON departures (revision);
