-- Questions about some days only pass over the other figures of a district, or of its series, without
-- fetching them.
CREATE INDEX figures_by_day ON figures (district, as_of, date_rank, article, number)
  WHERE as_of IS NOT NULL;
DROP INDEX figures_by_series;
CREATE INDEX figures_by_series
  ON figures (indicator, district, date_rank, article, number, as_of) WHERE indicator <> 0;
