-- Ranges that failed take turns, and days are UTC whatever the session's time zone is.

ALTER TABLE store.backfills ADD COLUMN tried_at timestamptz;
COMMENT ON COLUMN store.backfills.tried_at IS 'When it failed last; null: it did not fail yet';

CREATE OR REPLACE VIEW public.coverage_days AS
SELECT market_ticker, channel, (day AT TIME ZONE 'UTC')::date AS day,
       (ARRAY['gap', 'disputed', 'provisional', 'received', 'verified'])[min(CASE state WHEN 'gap' THEN 1 WHEN 'disputed' THEN 2
            WHEN 'provisional' THEN 3 WHEN 'received' THEN 4 ELSE 5 END)] AS state
FROM public.coverage c
CROSS JOIN LATERAL generate_series(date_trunc('day', c.from_ts, 'UTC'),
    coalesce(c.to_ts - interval '1 microsecond', now()), interval '1 day', 'UTC') AS day
GROUP BY market_ticker, channel, day;
