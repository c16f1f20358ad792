-- The bytes of texts that did not come in UTF-8. A text without a row here has those of its source:
-- all of version 1 came so.
CREATE TABLE article_originals (
  article INTEGER PRIMARY KEY,  -- articles.number
  bytes BLOB NOT NULL
) STRICT;
