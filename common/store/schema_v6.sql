-- Corrected texts. A text that a later one corrects stays, with all its rows, and is left out of
-- answers and counts: `superseded_by` is the article that stands in its place, the next version that
-- is stored, by articles.number; 0 for one that nothing corrects.
ALTER TABLE articles ADD COLUMN superseded_by INTEGER NOT NULL DEFAULT 0;
ALTER TABLE figures ADD COLUMN superseded_by INTEGER NOT NULL DEFAULT 0;
ALTER TABLE summaries ADD COLUMN superseded_by INTEGER NOT NULL DEFAULT 0;
CREATE INDEX articles_by_correction ON articles (superseded_by) WHERE superseded_by <> 0;

-- The versions of one text, in order, those too that are deleted and can be brought back. An article
-- that was never corrected and corrects none has no row.
CREATE TABLE corrections (
  id BLOB PRIMARY KEY,     -- 16 bytes: the 32 digits of its name
  chain INTEGER NOT NULL,  -- the same for all versions
  place INTEGER NOT NULL   -- ascending from version to version
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX corrections_by_chain ON corrections (chain, place);

-- What texts are compared by, see common/store/corrections.h.
CREATE TABLE sketches (
  article INTEGER PRIMARY KEY,  -- articles.number
  source INTEGER NOT NULL,      -- SourceKey(); 0 for a text that was corrected
  sketch BLOB NOT NULL          -- SketchArticle()
) STRICT;
INSERT INTO sketches
  SELECT a.number,
    article_source(a.publication, a.date_rank, a.basic, coalesce((SELECT f.district
      FROM figures AS f INDEXED BY figures_by_date
      WHERE f.date_rank = a.date_rank AND f.article = a.number AND f.district <> 0
      ORDER BY f.number LIMIT 1), 0)),
    article_sketch(b.normalized, coalesce((SELECT
      group_concat(f.district || ' ' || f.value || ' ' || f.unit || char(10), '')
      FROM figures AS f INDEXED BY figures_by_date
      WHERE f.date_rank = a.date_rank AND f.article = a.number), ''))
  FROM articles AS a JOIN article_bodies AS b ON b.article = a.number
  ORDER BY a.number;
CREATE INDEX sketches_by_source ON sketches (source, article) WHERE source <> 0;
