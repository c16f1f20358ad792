-- How many figures of each series each district has, kept up to date with every article; district
-- -1 counts them all, 0 those of no district.
CREATE TABLE indicator_counts (
  indicator TEXT NOT NULL,
  district INTEGER NOT NULL,
  figure_count INTEGER NOT NULL,
  PRIMARY KEY (district, indicator)
) STRICT, WITHOUT ROWID;
INSERT INTO indicator_counts (indicator, district, figure_count)
  SELECT indicator, district, count(*) FROM figures WHERE indicator <> '' GROUP BY indicator, district
  UNION ALL
  SELECT indicator, -1, count(*) FROM figures WHERE indicator <> '' GROUP BY indicator;

-- Which terms an article has (common/store/search_terms): a row an article, whose rowid makes the
-- newest publication first: (date_rank + 2^22, at most 2^23 - 1) * 2^28 + articles.number.
CREATE VIRTUAL TABLE article_terms USING fts5(
  terms, content = '', columnsize = 0, detail = none, tokenize = 'ascii');
INSERT INTO article_terms (rowid, terms)
  SELECT (min(date_rank + 4194304, 8388607) << 28) + number, search_terms(normalized)
  FROM articles JOIN article_bodies ON article = number
  ORDER BY 1;
