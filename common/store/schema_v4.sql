-- Rows point to articles by their number, not by their 16 bytes, and to series by a number: every
-- figure has an entry in four trees, which become half as large. Articles of one day stand in the
-- order in which they came.

CREATE TABLE indicators (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO indicators (id) SELECT DISTINCT indicator FROM figures WHERE indicator <> '' ORDER BY 1;

ALTER TABLE figures RENAME TO old_figures;
CREATE TABLE figures (
  district INTEGER NOT NULL,
  date_rank INTEGER NOT NULL,
  article INTEGER NOT NULL,    -- articles.number
  number INTEGER NOT NULL,     -- in the article, from 1
  indicator INTEGER NOT NULL,  -- indicators.number; 0 for none
  unit TEXT NOT NULL,
  kind INTEGER NOT NULL,
  aspect INTEGER NOT NULL,
  scope INTEGER NOT NULL,
  value TEXT NOT NULL,  -- sort key of the exact decimal
  as_of INTEGER,        -- day number
  measure TEXT NOT NULL,
  id BLOB NOT NULL,     -- articles.id
  -- qushu.v1.Figure without name, article and publication date; what stands in the columns before
  -- may be left out.
  figure BLOB NOT NULL,
  PRIMARY KEY (district, date_rank, article, number)
) STRICT, WITHOUT ROWID;
INSERT INTO figures
  SELECT f.district, f.date_rank, a.number, f.number, coalesce(i.number, 0), f.unit, f.kind,
    f.aspect, f.scope, f.value, f.as_of, f.measure, f.article, f.figure
  FROM old_figures AS f JOIN articles AS a ON a.id = f.article
  LEFT JOIN indicators AS i ON i.id = f.indicator
  ORDER BY 1, 2, 3, 4;
DROP TABLE old_figures;
CREATE UNIQUE INDEX figures_by_date ON figures (date_rank, article, number);
CREATE INDEX figures_by_series ON figures (indicator, district, date_rank, article, number)
  WHERE indicator <> 0;
CREATE INDEX figures_by_indicator ON figures (indicator, date_rank, article, number)
  WHERE indicator <> 0;

ALTER TABLE article_districts RENAME TO old_article_districts;
CREATE TABLE article_districts (
  district INTEGER NOT NULL,
  date_rank INTEGER NOT NULL,
  article INTEGER NOT NULL,  -- articles.number
  figure_count INTEGER NOT NULL,
  PRIMARY KEY (district, date_rank, article)
) STRICT, WITHOUT ROWID;
INSERT INTO article_districts
  SELECT d.district, d.date_rank, a.number, d.figure_count
  FROM old_article_districts AS d JOIN articles AS a ON a.id = d.article ORDER BY 1, 2, 3;
DROP TABLE old_article_districts;
CREATE INDEX article_districts_by_article ON article_districts (article, district);

-- The key figures of a summary may be left out of it: then `figures` are their numbers in the
-- article, as varints, in order.
ALTER TABLE summaries RENAME TO old_summaries;
CREATE TABLE summaries (
  district INTEGER NOT NULL,
  date_rank INTEGER NOT NULL,
  article INTEGER NOT NULL,   -- articles.number
  position INTEGER NOT NULL,  -- in the article, from 0
  id BLOB NOT NULL,           -- articles.id
  figures BLOB NOT NULL,
  summary BLOB NOT NULL,      -- qushu.v1.DistrictSummary
  PRIMARY KEY (district, date_rank, article, position)
) STRICT, WITHOUT ROWID;
INSERT INTO summaries
  SELECT s.district, s.date_rank, a.number, s.position, s.article, x'', s.summary
  FROM old_summaries AS s JOIN articles AS a ON a.id = s.article ORDER BY 1, 2, 3, 4;
DROP TABLE old_summaries;

DROP INDEX articles_by_date;
CREATE INDEX articles_by_date ON articles (date_rank);
DROP INDEX articles_by_publication;
CREATE INDEX articles_by_publication ON articles (publication, date_rank) WHERE publication <> '';

-- With the first characters of all terms as terms of their own: a single character is looked up,
-- not gathered from all the terms that begin with it.
DROP TABLE article_terms;
CREATE VIRTUAL TABLE article_terms USING fts5(
  terms, content = '', columnsize = 0, detail = none, tokenize = 'ascii', prefix = '1');
INSERT INTO article_terms (rowid, terms)
  SELECT (min(date_rank + 4194304, 8388607) << 28) + number, search_terms(normalized)
  FROM articles JOIN article_bodies ON article = number
  ORDER BY 1;
