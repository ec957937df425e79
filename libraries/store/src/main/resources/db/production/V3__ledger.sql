-- The coverage ledger: what each line proves it received, and what all of them prove together.

CREATE TABLE store.stretches (
    stretch    bigint   PRIMARY KEY,
    line       smallint NOT NULL,
    connection int      NOT NULL,
    sid        int      NOT NULL,
    channel    smallint NOT NULL,
    from_ts    timestamptz,
    to_ts      timestamptz,
    margin_us  bigint   NOT NULL,
    reason     text
) WITH (fillfactor = 50);
CREATE INDEX stretches_open ON store.stretches (line) WHERE reason IS NULL;
CREATE INDEX stretches_of_trades ON store.stretches (from_ts) WHERE channel = 2;
COMMENT ON TABLE  store.stretches IS 'Unbroken runs of one subscription''s numbers on one line; one row however many markets are on it.';
COMMENT ON COLUMN store.stretches.channel   IS '1 order books, 2 trades';
COMMENT ON COLUMN store.stretches.from_ts   IS 'What happened margin_us after it and later is received; exchange time; null while no message told a time';
COMMENT ON COLUMN store.stretches.to_ts     IS 'Everything before it is received; exchange time; null while no message told a time';
COMMENT ON COLUMN store.stretches.margin_us IS 'How far times ran backwards on it, microseconds; taken off to_ts already';
COMMENT ON COLUMN store.stretches.reason    IS 'Why it ended; null while it goes on';

CREATE TABLE store.spans (
    span        bigint      PRIMARY KEY,
    market_key  int         NOT NULL,
    stretch     bigint      NOT NULL,
    line        smallint    NOT NULL,
    from_ts     timestamptz NOT NULL,
    verified_ts timestamptz,
    to_ts       timestamptz,
    reason      text
) WITH (fillfactor = 80);
CREATE INDEX spans_by_market ON store.spans (market_key, from_ts);
COMMENT ON TABLE  store.spans IS 'Markets on stretches: each from its snapshot to the end of its stretch, or to an end of its own.';
COMMENT ON COLUMN store.spans.from_ts     IS 'What happened in the market the stretch''s margin_us after it and later is received; exchange time';
COMMENT ON COLUMN store.spans.verified_ts IS 'A snapshot agreed with everything received before it; null: none yet';
COMMENT ON COLUMN store.spans.to_ts       IS 'Received up to here only; null: as long as its stretch';
COMMENT ON COLUMN store.spans.reason      IS 'Why it ended by itself; null when it did not';

ALTER TABLE store.market_states ADD COLUMN pending_since timestamptz[];
COMMENT ON COLUMN store.market_states.pending_since IS 'By line: from when on its rows wait for a decision and are not in the path yet; null when none wait';

CREATE INDEX marks_disputed ON store.marks (market_key, seq) WHERE disputed;

CREATE TABLE store.backfills (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    market       text,
    from_ts      timestamptz NOT NULL,
    to_ts        timestamptz NOT NULL CHECK (to_ts > from_ts),
    for_gap      boolean     NOT NULL DEFAULT false,
    reached_ts   timestamptz,
    trades       bigint      NOT NULL DEFAULT 0,
    requested_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    finished_at  timestamptz,
    failure      text
);
CREATE INDEX backfills_open ON store.backfills (id) WHERE finished_at IS NULL;
COMMENT ON TABLE  store.backfills IS 'Ranges of trades fetched from the exchange''s REST interface: gaps of the trade channel by themselves, others on request.';
COMMENT ON COLUMN store.backfills.market     IS 'Only this market; null: all';
COMMENT ON COLUMN store.backfills.for_gap    IS 'No line covered it; otherwise somebody asked for it';
COMMENT ON COLUMN store.backfills.reached_ts IS 'Newest come first: everything from here to to_ts is in production';
COMMENT ON COLUMN store.backfills.trades     IS 'Trades that the exchange told so far; those known already count too';
COMMENT ON COLUMN store.backfills.failure    IS 'What went wrong last; it is tried again';
CREATE INDEX trades_by_time ON store.trades (exchange_ts, seq);

CREATE TABLE store.book_checks (
    market_key        int      NOT NULL,
    source            smallint NOT NULL,
    agreed            bigint   NOT NULL,
    disagreed         bigint   NOT NULL,
    last_agreed_ts    timestamptz,
    last_disagreed_ts timestamptz,
    PRIMARY KEY (market_key, source)
) WITH (fillfactor = 50);
COMMENT ON TABLE  store.book_checks IS 'How often books of the exchange agreed with what was captured.';
COMMENT ON COLUMN store.book_checks.source IS '1 WebSocket, against the fold of the line that received it; 2 REST, against the merged path';

CREATE TABLE store.mismatches (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    market_key int         NOT NULL,
    seen_ts    timestamptz NOT NULL,
    from_ts    timestamptz NOT NULL,
    to_ts      timestamptz,
    line       smallint    NOT NULL,
    batch      bigint      NOT NULL
);
CREATE INDEX mismatches_by_market ON store.mismatches (market_key, from_ts);
COMMENT ON TABLE  store.mismatches IS 'A book by REST that the merged path never had about then (seen_ts): doubtful from the last one that it had, less the age of an answer, to the next one that it has.';

-- ---------------------------------------------------------------- what one line claims

CREATE VIEW store.claims AS
SELECT m.ticker AS market_ticker,
       s.line,
       s.from_ts + t.margin_us * interval '1 microsecond' AS from_ts,
       least(coalesce(s.to_ts, t.to_ts),
             w.pending_since[s.line],
             lead(s.from_ts) OVER (PARTITION BY m.ticker, s.line ORDER BY s.from_ts, s.span)) AS to_ts,
       s.verified_ts,
       s.to_ts IS NULL AND t.reason IS NULL AS goes_on,
       coalesce(s.reason, t.reason) AS reason
FROM store.spans s
JOIN store.stretches t USING (stretch)
JOIN store.markets m ON m.market_key = s.market_key
LEFT JOIN store.market_states w ON w.market_key = s.market_key;
COMMENT ON VIEW store.claims IS 'Per market and line: everything that happened from from_ts on and before to_ts is received and merged.';

-- Where rows or runs contradict one another. conflict is told apart by the seq of the row that opens a run upon another book than
-- the one before it.
CREATE VIEW store.doubts AS
SELECT m.ticker AS market_ticker, least(p.exchange_ts, r.exchange_ts) AS from_ts,
       greatest(p.exchange_ts, r.exchange_ts) + interval '1 microsecond' AS to_ts, NULL::bigint AS conflict
FROM store.marks k
JOIN store.markets m USING (market_key)
LEFT JOIN LATERAL (SELECT b.exchange_ts FROM store.book_rows b
                   WHERE b.market_key = k.market_key AND b.seq >= k.seq AND b.exchange_ts IS NOT NULL
                   ORDER BY b.seq LIMIT 1) r ON true
LEFT JOIN LATERAL (SELECT b.exchange_ts FROM store.book_rows b
                   WHERE b.market_key = k.market_key AND b.seq < k.seq AND b.exchange_ts IS NOT NULL
                   ORDER BY b.seq DESC LIMIT 1) p ON true
WHERE k.disputed AND (p.exchange_ts IS NOT NULL OR r.exchange_ts IS NOT NULL)
UNION ALL
SELECT m.ticker, p.exchange_ts, r.exchange_ts, h.seq
FROM store.run_heads h
JOIN store.markets m USING (market_key)
CROSS JOIN LATERAL (SELECT b.exchange_ts FROM store.book_rows b
                    WHERE b.market_key = h.market_key AND b.seq >= h.seq AND b.exchange_ts IS NOT NULL
                    ORDER BY b.seq LIMIT 1) r
CROSS JOIN LATERAL (SELECT b.book_hash FROM store.book_rows b
                    WHERE b.market_key = h.market_key AND b.seq < h.seq ORDER BY b.seq DESC LIMIT 1) before
CROSS JOIN LATERAL (SELECT b.exchange_ts FROM store.book_rows b
                    WHERE b.market_key = h.market_key AND b.seq < h.seq AND b.exchange_ts IS NOT NULL
                    ORDER BY b.seq DESC LIMIT 1) p
WHERE before.book_hash <> h.base_hash AND p.exchange_ts < r.exchange_ts
UNION ALL
SELECT m.ticker, x.from_ts, x.to_ts, NULL
FROM store.mismatches x
JOIN store.markets m USING (market_key);

-- ---------------------------------------------------------------- what the lines prove together

-- Every time at which something changes in a market, and what: lines that cover it, spans that go on, verified, doubts.
CREATE VIEW store.coverage_edges AS
SELECT market_ticker, from_ts AS at, 1 AS lines, goes_on::int AS open, 0 AS verified, 0 AS doubts, 0::numeric AS conflict,
       NULL::text AS reason
FROM store.claims WHERE to_ts > from_ts OR goes_on
UNION ALL
SELECT market_ticker, greatest(from_ts, coalesce(to_ts, from_ts)), -1, 0, 0, 0, 0, reason
FROM store.claims WHERE to_ts > from_ts OR goes_on
UNION ALL
SELECT market_ticker, from_ts, 0, 0, 1, 0, 0, NULL FROM store.claims
WHERE least(verified_ts, to_ts) > from_ts AND verified_ts IS NOT NULL
UNION ALL
SELECT market_ticker, least(verified_ts, to_ts), 0, 0, -1, 0, 0, NULL
FROM store.claims WHERE least(verified_ts, to_ts) > from_ts AND verified_ts IS NOT NULL
UNION ALL
SELECT market_ticker, from_ts, 0, 0, 0, (conflict IS NULL)::int, coalesce(conflict, 0), NULL FROM store.doubts
UNION ALL
SELECT market_ticker, to_ts, 0, 0, 0, -(conflict IS NULL)::int, -coalesce(conflict, 0), NULL FROM store.doubts
WHERE to_ts IS NOT NULL
UNION ALL
SELECT ticker, open_time, 0, 0, 0, 0, 0, NULL
FROM store.markets WHERE open_time <= now()
UNION ALL
SELECT ticker, close_time, 0, 0, 0, 0, 0, NULL
FROM store.markets WHERE status IN ('closed', 'settled') AND close_time IS NOT NULL;

CREATE VIEW store.book_coverage AS
SELECT market_ticker, state, min(at) AS from_ts,
       CASE WHEN bool_or(next_at IS NULL) THEN NULL ELSE max(next_at) END AS to_ts,
       lines::int AS lines,
       (array_agg(reason ORDER BY at))[1] AS reason
FROM (
    SELECT *, count(*) FILTER (WHERE differs) OVER (PARTITION BY market_ticker ORDER BY at) AS island
    FROM (
        SELECT *, (state, lines) IS DISTINCT FROM
                  (lag(state) OVER (PARTITION BY market_ticker ORDER BY at),
                   lag(lines) OVER (PARTITION BY market_ticker ORDER BY at))
                  OR at IS DISTINCT FROM lag(next_at) OVER (PARTITION BY market_ticker ORDER BY at) AS differs
        FROM (
            SELECT market_ticker, at, next_at, lines, reason, close_time,
                   CASE WHEN lines = 0 AND open > 0 AND (next_at IS NULL OR next_at > now() - interval '1 minute')
                        THEN 'provisional'
                        WHEN lines = 0 THEN 'gap'
                        WHEN doubts > 0 OR (conflict <> 0 AND NOT bool_or(lines = 0)
                             OVER (PARTITION BY market_ticker, conflict)) THEN 'disputed'
                        WHEN verified > 0 THEN 'verified'
                        ELSE 'received' END AS state
            FROM (
                SELECT e.market_ticker, e.at, e.reason, m.close_time, m.open_time, m.status,
                       lead(e.at) OVER market AS next_at,
                       sum(e.lines) OVER market AS lines,
                       sum(e.open) OVER market AS open,
                       sum(e.verified) OVER market AS verified,
                       sum(e.doubts) OVER market AS doubts,
                       sum(e.conflict) OVER market AS conflict
                FROM (SELECT market_ticker, at, sum(lines) AS lines, sum(open) AS open, sum(verified) AS verified,
                             sum(doubts) AS doubts, sum(conflict) AS conflict, max(reason) AS reason
                      FROM store.coverage_edges GROUP BY market_ticker, at) e
                JOIN store.markets m ON m.ticker = e.market_ticker
                WINDOW market AS (PARTITION BY e.market_ticker ORDER BY e.at)
            ) swept
            WHERE lines > 0 OR ((open_time IS NULL OR at >= open_time)
                AND (status IS NULL OR status NOT IN ('closed', 'settled') OR close_time IS NULL OR at < close_time)
                AND NOT (next_at IS NULL AND open = 0 AND reason = 'unsubscribed' AND status IN ('closed', 'settled')))
        ) judged
    ) compared
) numbered
GROUP BY market_ticker, island, state, lines;
COMMENT ON VIEW store.book_coverage IS 'The order books'' part of coverage.';

CREATE VIEW store.trade_coverage AS
SELECT state, min(at) AS from_ts,
       CASE WHEN bool_or(next_at IS NULL) THEN NULL ELSE max(next_at) END AS to_ts,
       lines::int AS lines,
       CASE WHEN state = 'received' AND lines = 0 THEN 'backfilled' ELSE (array_agg(reason ORDER BY at))[1] END AS reason
FROM (
    SELECT *, count(*) FILTER (WHERE differs) OVER (ORDER BY at) AS island
    FROM (
        SELECT *, (state, lines) IS DISTINCT FROM (lag(state) OVER (ORDER BY at), lag(lines) OVER (ORDER BY at)) AS differs
        FROM (
            SELECT at, lead(at) OVER path AS next_at, sum(lines) OVER path AS lines, reason,
                   CASE WHEN sum(lines) OVER path > 0 OR sum(backfilled) OVER path > 0 THEN 'received'
                        WHEN sum(open) OVER path > 0
                             AND (lead(at) OVER path IS NULL OR lead(at) OVER path > now() - interval '1 minute')
                        THEN 'provisional' ELSE 'gap' END AS state
            FROM (SELECT at, sum(lines) AS lines, sum(open) AS open, sum(backfilled) AS backfilled, max(reason) AS reason
                  FROM (SELECT from_ts + margin_us * interval '1 microsecond' AS at, 1 AS lines, (reason IS NULL)::int AS open,
                               0 AS backfilled, NULL::text AS reason
                        FROM store.stretches WHERE channel = 2 AND from_ts IS NOT NULL
                        UNION ALL
                        SELECT greatest(from_ts + margin_us * interval '1 microsecond', to_ts), -1, 0, 0, reason
                        FROM store.stretches WHERE channel = 2 AND from_ts IS NOT NULL
                        UNION ALL
                        SELECT from_ts, 0, 0, 1, NULL FROM store.backfills WHERE market IS NULL AND finished_at IS NOT NULL
                        UNION ALL
                        SELECT to_ts, 0, 0, -1, NULL
                        FROM store.backfills WHERE market IS NULL AND finished_at IS NOT NULL) ends
                  GROUP BY at) edges
            WINDOW path AS (ORDER BY at)
        ) swept
    ) compared
) numbered
GROUP BY island, state, lines;
COMMENT ON VIEW store.trade_coverage IS 'What is received of the trades of all markets together, which come on one subscription a line.';

DROP VIEW public.coverage;
CREATE VIEW public.coverage AS
SELECT market_ticker, 'orderbook' AS channel, state, from_ts, to_ts, lines, reason
FROM store.book_coverage
UNION ALL
SELECT m.ticker, 'trade', 'gap', m.open_time,
       CASE WHEN m.status IN ('closed', 'settled') THEN least(f.from_ts, m.close_time) ELSE f.from_ts END, 0, NULL
FROM store.markets m
CROSS JOIN (SELECT min(from_ts) AS from_ts FROM store.trade_coverage) f
WHERE m.open_time < f.from_ts
UNION ALL
SELECT m.ticker, 'trade', CASE WHEN t.state = 'received' AND v.agrees THEN 'verified'
                                WHEN t.state = 'received' AND NOT v.agrees AND v.whole THEN 'disputed'
                                ELSE t.state END, greatest(t.from_ts, m.open_time),
       CASE WHEN m.status IN ('closed', 'settled') THEN least(t.to_ts, m.close_time) ELSE t.to_ts END, t.lines, t.reason
FROM store.markets m
JOIN store.trade_coverage t
  ON (t.to_ts IS NULL OR m.open_time IS NULL OR t.to_ts > m.open_time)
 AND (m.status IS NULL OR m.status NOT IN ('closed', 'settled') OR m.close_time IS NULL OR t.from_ts < m.close_time)
LEFT JOIN LATERAL (
    SELECT coalesce(sum(s.count), 0) = m.volume AS agrees,
           NOT EXISTS (SELECT FROM store.trade_coverage g
                       WHERE g.state <> 'received' AND g.from_ts < m.close_time AND (g.to_ts IS NULL OR g.to_ts > m.open_time))
           AND m.open_time >= (SELECT min(g.from_ts) FROM store.trade_coverage g) AS whole
    FROM store.trades s WHERE s.market_key = m.market_key) v ON m.status = 'settled' AND m.volume IS NOT NULL;
COMMENT ON VIEW public.coverage IS 'What is provably received of each market and channel, and what is not: intervals of exchange time without a hole between them, from the market''s open on. Ask for one market; all of them take long.';
COMMENT ON COLUMN public.coverage.market_ticker IS 'The exchange''s ticker of the market';
COMMENT ON COLUMN public.coverage.channel  IS 'orderbook or trade';
COMMENT ON COLUMN public.coverage.state    IS 'gap: something may be missing; provisional: not proven yet; received: everything that the exchange sent is here; verified: received, and a snapshot behind it agreed, or the traded volume of the settled market; disputed: lines, snapshots or the traded volume contradict one another';
COMMENT ON COLUMN public.coverage.from_ts  IS 'Begin, exchange time, UTC, inclusive';
COMMENT ON COLUMN public.coverage.to_ts    IS 'End, exchange time, UTC, exclusive; null: up to now';
COMMENT ON COLUMN public.coverage.lines    IS 'How many lines received all of it';
COMMENT ON COLUMN public.coverage.reason   IS 'Of a gap: why the last line that had the market lost it; null: none had it yet. backfilled: no line had it, it was fetched by REST afterwards';

CREATE VIEW public.coverage_days AS
SELECT market_ticker, channel, day::date AS day,
       (ARRAY['gap', 'disputed', 'provisional', 'received', 'verified'])[min(CASE state WHEN 'gap' THEN 1 WHEN 'disputed' THEN 2
            WHEN 'provisional' THEN 3 WHEN 'received' THEN 4 ELSE 5 END)] AS state
FROM public.coverage c
CROSS JOIN LATERAL generate_series(date_trunc('day', c.from_ts, 'UTC'),
    coalesce(c.to_ts - interval '1 microsecond', now()), interval '1 day') AS day
GROUP BY market_ticker, channel, day;
COMMENT ON VIEW public.coverage_days IS 'One word for each market, channel and UTC day: the worst of its intervals. Derived from coverage.';
COMMENT ON COLUMN public.coverage_days.market_ticker IS 'The exchange''s ticker of the market';
COMMENT ON COLUMN public.coverage_days.channel IS 'orderbook or trade';
COMMENT ON COLUMN public.coverage_days.day     IS 'The day, UTC';
COMMENT ON COLUMN public.coverage_days.state   IS 'gap, disputed, provisional, received or verified: the worst within the day';

CREATE VIEW public.book_checks AS
SELECT m.ticker AS market_ticker, CASE c.source WHEN 1 THEN 'websocket' WHEN 2 THEN 'rest' END AS source,
       c.agreed, c.disagreed, c.last_agreed_ts, c.last_disagreed_ts
FROM store.book_checks c
JOIN store.markets m USING (market_key);
COMMENT ON VIEW public.book_checks IS 'How often books that the exchange showed agreed with what was captured.';
COMMENT ON COLUMN public.book_checks.market_ticker IS 'The exchange''s ticker of the market';
COMMENT ON COLUMN public.book_checks.source    IS 'websocket: snapshots, each against its line''s own fold; rest: books by REST against the merged path';
COMMENT ON COLUMN public.book_checks.agreed    IS 'Books that agreed';
COMMENT ON COLUMN public.book_checks.disagreed IS 'Books that did not';
COMMENT ON COLUMN public.book_checks.last_agreed_ts    IS 'About when the last one agreed, exchange time, UTC';
COMMENT ON COLUMN public.book_checks.last_disagreed_ts IS 'About when the last one did not, exchange time, UTC';

CREATE VIEW public.volume_checks AS
SELECT m.ticker AS market_ticker,
       (m.volume::numeric / 100)::numeric(20, 2) AS exchange_volume,
       (t.count / 100)::numeric(20, 2) AS captured_volume,
       t.count = m.volume AS agrees
FROM store.markets m
CROSS JOIN LATERAL (SELECT coalesce(sum(count), 0)::numeric AS count FROM store.trades t WHERE t.market_key = m.market_key) t
WHERE m.status = 'settled' AND m.volume IS NOT NULL;
COMMENT ON VIEW public.volume_checks IS 'Settled markets: the traded volume that the exchange tells against the sum of the trades that are here. Source: REST /markets.';
COMMENT ON COLUMN public.volume_checks.market_ticker   IS 'The exchange''s ticker of the market';
COMMENT ON COLUMN public.volume_checks.exchange_volume IS 'Contracts traded, as the exchange tells';
COMMENT ON COLUMN public.volume_checks.captured_volume IS 'Contracts of all trades that are here';
COMMENT ON COLUMN public.volume_checks.agrees          IS 'Whether both are equal: no trade of the market is missing';

DO $$ BEGIN
    GRANT SELECT ON ALL TABLES IN SCHEMA public, store TO trifecta_reader;
EXCEPTION WHEN undefined_object THEN NULL;
END $$;
