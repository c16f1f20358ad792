-- Articles that were taken out and can still be brought back: `article` is the whole
-- qushu.v1.Article, with source and figures. No other table has anything of it but `requests`.
CREATE TABLE deleted_articles (
  id BLOB PRIMARY KEY,           -- 16 bytes: the 32 digits of its name
  revision INTEGER NOT NULL,     -- of the store in which it disappeared
  create_time INTEGER NOT NULL,  -- of the article; as all times microseconds since 1970
  purge_time INTEGER NOT NULL,   -- when it is removed for good
  article BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX deleted_articles_by_purge ON deleted_articles (purge_time);
