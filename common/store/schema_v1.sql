-- Days are counted so that they sort as answers are ordered. `date_rank` is minus the number of days
-- from 1970-01-01 to the publication date: the newest first. An article without a date has 2147483647
-- and comes last. Districts are the six digits of their code as a number, 0 for none.

-- The whole store: one row.
CREATE TABLE store (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  revision INTEGER NOT NULL  -- of the last change; 0 before the first
) STRICT;
INSERT INTO store (id, revision) VALUES (1, 0);

-- What lists of articles need. `basic` is a qushu.v1.Article as its BASIC view shows it, without
-- name, revision and create_time.
CREATE TABLE articles (
  number INTEGER PRIMARY KEY,    -- order of arrival; never shown
  id BLOB NOT NULL UNIQUE,       -- 16 bytes: the 32 digits of its name
  date_rank INTEGER NOT NULL,
  publication TEXT NOT NULL,
  revision INTEGER NOT NULL UNIQUE,
  create_time INTEGER NOT NULL,  -- microseconds since 1970
  basic BLOB NOT NULL
) STRICT;
CREATE INDEX articles_by_date ON articles (date_rank, id);
CREATE INDEX articles_by_publication ON articles (publication, date_rank, id)
  WHERE publication <> '';

-- The texts, apart from what lists read. The source stands first: it is read alone to convert
-- offsets. `analysis` is a qushu.v1.Article with sections, summaries and findings.
CREATE TABLE article_bodies (
  article INTEGER PRIMARY KEY,  -- articles.number
  source TEXT NOT NULL,
  normalized TEXT NOT NULL,
  analysis BLOB NOT NULL
) STRICT;

-- Figures, clustered for the question asked most: the newest of one district. Columns stand for the
-- filters; `figure` is the whole qushu.v1.Figure, without name, article and publication date.
CREATE TABLE figures (
  district INTEGER NOT NULL,
  date_rank INTEGER NOT NULL,
  article BLOB NOT NULL,     -- articles.id
  number INTEGER NOT NULL,   -- in the article, from 1
  indicator TEXT NOT NULL,
  unit TEXT NOT NULL,
  kind INTEGER NOT NULL,
  aspect INTEGER NOT NULL,
  scope INTEGER NOT NULL,
  value TEXT NOT NULL,       -- sort key of the exact decimal
  as_of INTEGER,             -- day number
  measure TEXT NOT NULL,
  figure BLOB NOT NULL,
  PRIMARY KEY (district, date_rank, article, number)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX figures_by_date ON figures (date_rank, article, number);
CREATE INDEX figures_by_series ON figures (indicator, district, date_rank, article, number)
  WHERE indicator <> '';
CREATE INDEX figures_by_indicator ON figures (indicator, date_rank, article, number)
  WHERE indicator <> '';

-- Which districts an article reports on, with a section, a summary or a figure.
CREATE TABLE article_districts (
  district INTEGER NOT NULL,
  date_rank INTEGER NOT NULL,
  article BLOB NOT NULL,  -- articles.id
  figure_count INTEGER NOT NULL,
  PRIMARY KEY (district, date_rank, article)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_districts_by_article ON article_districts (article, district);

-- What is stored on each district, kept up to date with every article.
CREATE TABLE districts (
  code INTEGER PRIMARY KEY,
  article_count INTEGER NOT NULL,
  figure_count INTEGER NOT NULL,
  newest_rank INTEGER NOT NULL  -- lowest date_rank of its articles
) STRICT;

-- Summaries by district, newest first; `summary` is a qushu.v1.DistrictSummary.
CREATE TABLE summaries (
  district INTEGER NOT NULL,
  date_rank INTEGER NOT NULL,
  article BLOB NOT NULL,      -- articles.id
  position INTEGER NOT NULL,  -- in the article, from 0
  summary BLOB NOT NULL,
  PRIMARY KEY (district, date_rank, article, position)
) STRICT, WITHOUT ROWID;

-- Answers to calls with a request id, to be given again.
CREATE TABLE requests (
  id TEXT PRIMARY KEY,
  hash BLOB NOT NULL,            -- stands for the request
  article BLOB NOT NULL,         -- articles.id
  revision INTEGER NOT NULL,
  already_stored INTEGER NOT NULL,
  create_time INTEGER NOT NULL   -- microseconds since 1970
) STRICT, WITHOUT ROWID;
