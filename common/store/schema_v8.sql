-- Figures and summaries stand in the order in which their articles came, those of an article
-- together: new ones are appended to a table, where each had a place of its own among those of its
-- district before. Which of an article's figures are about a district article_districts tells.
--
-- What leads to the figures of a series, of an indicator, and about a day are tables and not
-- indexes: their rows are put in by their own order, a page of the file after another, and not by
-- that of the figures.
--
-- A `place` is articles.number * 2^24 + a number in the article.

ALTER TABLE article_districts RENAME TO old_article_districts;
CREATE TABLE article_districts (
  district INTEGER NOT NULL,
  date_rank INTEGER NOT NULL,
  article INTEGER NOT NULL,  -- articles.number
  figure_count INTEGER NOT NULL,
  first_figure INTEGER NOT NULL,  -- numbers of its first and last figure about the district; 0 for
  last_figure INTEGER NOT NULL,   -- none. Those between may be about others
  PRIMARY KEY (district, date_rank, article)
) STRICT, WITHOUT ROWID;
INSERT INTO article_districts
  SELECT d.district, d.date_rank, d.article, d.figure_count,
    coalesce((SELECT f.number FROM figures AS f WHERE f.district = d.district
      AND f.date_rank = d.date_rank AND f.article = d.article ORDER BY f.number LIMIT 1), 0),
    coalesce((SELECT f.number FROM figures AS f WHERE f.district = d.district
      AND f.date_rank = d.date_rank AND f.article = d.article ORDER BY f.number DESC LIMIT 1), 0)
  FROM old_article_districts AS d ORDER BY 1, 2, 3;
DROP TABLE old_article_districts;
CREATE INDEX article_districts_by_article ON article_districts (article, district);

CREATE TABLE series_figures (
  indicator INTEGER NOT NULL,  -- indicators.number
  district INTEGER NOT NULL,
  date_rank INTEGER NOT NULL,
  place INTEGER NOT NULL,  -- figures.place
  as_of INTEGER,
  PRIMARY KEY (indicator, district, date_rank, place)
) STRICT, WITHOUT ROWID;
INSERT INTO series_figures
  SELECT indicator, district, date_rank, (article << 24) + number, as_of
  FROM figures INDEXED BY figures_by_series WHERE indicator <> 0
  ORDER BY indicator, district, date_rank, article, number;

CREATE TABLE indicator_figures (
  indicator INTEGER NOT NULL,  -- indicators.number
  date_rank INTEGER NOT NULL,
  place INTEGER NOT NULL,  -- figures.place
  district INTEGER NOT NULL,
  PRIMARY KEY (indicator, date_rank, place)
) STRICT, WITHOUT ROWID;
INSERT INTO indicator_figures
  SELECT indicator, date_rank, (article << 24) + number, district
  FROM figures INDEXED BY figures_by_indicator WHERE indicator <> 0
  ORDER BY indicator, date_rank, article, number;

-- Figures without a day are not there.
CREATE TABLE day_figures (
  district INTEGER NOT NULL,
  as_of INTEGER NOT NULL,
  date_rank INTEGER NOT NULL,
  place INTEGER NOT NULL,  -- figures.place
  PRIMARY KEY (district, as_of, date_rank, place)
) STRICT, WITHOUT ROWID;
INSERT INTO day_figures
  SELECT district, as_of, date_rank, (article << 24) + number
  FROM figures INDEXED BY figures_by_day WHERE as_of IS NOT NULL
  ORDER BY district, as_of, date_rank, article, number;

ALTER TABLE figures RENAME TO old_figures;
CREATE TABLE figures (
  place INTEGER PRIMARY KEY,  -- the number in the article from 1
  district INTEGER NOT NULL,
  date_rank INTEGER NOT NULL,
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
  superseded_by INTEGER NOT NULL  -- as that of its article
) STRICT;
INSERT INTO figures
  SELECT (f.article << 24) + f.number, f.district, f.date_rank, f.indicator, f.unit, f.kind,
    f.aspect, f.scope, f.value, f.as_of, f.measure, f.id, f.figure, f.superseded_by
  FROM articles AS a CROSS JOIN old_figures AS f INDEXED BY figures_by_date
    ON f.date_rank = a.date_rank AND f.article = a.number
  ORDER BY a.number, f.number;
DROP TABLE old_figures;

ALTER TABLE summaries RENAME TO old_summaries;
CREATE TABLE summaries (
  place INTEGER PRIMARY KEY,  -- the position in the article from 0
  district INTEGER NOT NULL,
  id BLOB NOT NULL,       -- articles.id
  figures BLOB NOT NULL,  -- numbers of its key figures where `summary` leaves them out, as varints
  summary BLOB NOT NULL,  -- qushu.v1.DistrictSummary
  superseded_by INTEGER NOT NULL  -- as that of its article
) STRICT;
INSERT INTO summaries
  SELECT (s.article << 24) + s.position, s.district, s.id, s.figures, s.summary, s.superseded_by
  FROM article_districts AS d INDEXED BY article_districts_by_article
  CROSS JOIN old_summaries AS s ON s.district = d.district AND s.date_rank = d.date_rank
    AND s.article = d.article
  ORDER BY d.article, s.position;
DROP TABLE old_summaries;
