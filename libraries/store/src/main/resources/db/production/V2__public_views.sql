-- The public contract of production: tickers, decimal dollars and contracts, UTC times, words instead of codes.

CREATE VIEW public.orderbook_deltas AS
SELECT m.ticker AS market_ticker,
       r.seq,
       r.exchange_ts,
       CASE r.side WHEN 0 THEN 'no' WHEN 1 THEN 'yes' END AS side,
       (r.price::numeric / 1000000)::numeric(12, 6) AS price,
       (r.delta::numeric / 100)::numeric(20, 2) AS delta,
       (r.size_after::numeric / 100)::numeric(20, 2) AS size_after,
       r.book_hash,
       bit_count(r.lines::int::bit(16))::int AS lines,
       r.line,
       r.received_ts,
       r.batch
FROM store.book_rows r
JOIN store.markets m USING (market_key)
WHERE r.kind = 1;
COMMENT ON VIEW public.orderbook_deltas IS 'Every change of every order book once, in the exchange''s order: ORDER BY market_ticker, seq. Whether something is missing before a row is said by runs. Source: WebSocket channel orderbook_delta.';
COMMENT ON COLUMN public.orderbook_deltas.market_ticker IS 'The exchange''s ticker of the market';
COMMENT ON COLUMN public.orderbook_deltas.seq         IS 'Order within the market; spaced numbers without meaning of their own';
COMMENT ON COLUMN public.orderbook_deltas.exchange_ts IS 'The exchange''s time, UTC, microseconds where given, else milliseconds; null where it gave none. Data, not order.';
COMMENT ON COLUMN public.orderbook_deltas.side        IS 'yes or no; both sides hold bids';
COMMENT ON COLUMN public.orderbook_deltas.price       IS 'Price of the level, dollars';
COMMENT ON COLUMN public.orderbook_deltas.delta       IS 'Signed change of the level''s size, contracts';
COMMENT ON COLUMN public.orderbook_deltas.size_after  IS 'The level''s size after the change, contracts; folded from the snapshot under the run';
COMMENT ON COLUMN public.orderbook_deltas.book_hash   IS 'Hash of the whole book after the change, as a signed 64-bit number';
COMMENT ON COLUMN public.orderbook_deltas.lines       IS 'Number of lines known to have delivered it when it was written, at least 1; later witnesses are not added to it';
COMMENT ON COLUMN public.orderbook_deltas.line        IS 'The line from which it was taken';
COMMENT ON COLUMN public.orderbook_deltas.received_ts IS 'That line''s own clock when it read the frame, UTC';
COMMENT ON COLUMN public.orderbook_deltas.batch       IS 'Number of the commit that wrote it';

CREATE VIEW public.orderbook_replacements AS
SELECT m.ticker AS market_ticker,
       r.seq,
       r.exchange_ts,
       r.book_hash,
       bit_count(r.lines::int::bit(16))::int AS lines,
       r.line,
       r.received_ts,
       r.batch
FROM store.book_rows r
JOIN store.markets m USING (market_key)
WHERE r.kind = 2;
COMMENT ON VIEW public.orderbook_replacements IS 'Places in a market''s path at which the exchange replaced the whole book (cleared it at the close); contents are in snapshots with role replaces. Source: unasked WebSocket orderbook_snapshot.';
COMMENT ON COLUMN public.orderbook_replacements.market_ticker IS 'The exchange''s ticker of the market';
COMMENT ON COLUMN public.orderbook_replacements.seq         IS 'Order within the market, in one row of numbers with orderbook_deltas.seq';
COMMENT ON COLUMN public.orderbook_replacements.exchange_ts IS 'The exchange''s time, UTC; null where it gave none';
COMMENT ON COLUMN public.orderbook_replacements.book_hash   IS 'Hash of the whole book after it; 0: empty';
COMMENT ON COLUMN public.orderbook_replacements.lines       IS 'Number of lines known to have delivered it when it was written, at least 1';
COMMENT ON COLUMN public.orderbook_replacements.line        IS 'The line from which it was taken';
COMMENT ON COLUMN public.orderbook_replacements.received_ts IS 'That line''s own clock when it read the frame, UTC';
COMMENT ON COLUMN public.orderbook_replacements.batch       IS 'Number of the commit that wrote it';

CREATE VIEW public.trades AS
SELECT t.trade_id,
       m.ticker AS market_ticker,
       t.exchange_ts,
       (t.yes_price::numeric / 1000000)::numeric(12, 6) AS yes_price,
       (t.count::numeric / 100)::numeric(20, 2) AS count,
       CASE t.taker_side WHEN 0 THEN 'no' WHEN 1 THEN 'yes' END AS taker_side,
       CASE t.source WHEN 1 THEN 'websocket' WHEN 2 THEN 'rest' END AS source,
       (t.no_price::numeric / 1000000)::numeric(12, 6) AS no_price,
       t.taker_book_side,
       t.block_trade,
       t.seq,
       t.line,
       t.received_ts,
       t.batch
FROM store.trades t
JOIN store.markets m USING (market_key);
COMMENT ON VIEW public.trades IS 'Every trade once, by the exchange''s trade_id. Source: WebSocket channel trade, or REST /markets/trades where source says so.';
COMMENT ON COLUMN public.trades.trade_id        IS 'The exchange''s id of the trade';
COMMENT ON COLUMN public.trades.market_ticker   IS 'The exchange''s ticker of the market';
COMMENT ON COLUMN public.trades.exchange_ts     IS 'The exchange''s time, UTC: milliseconds from WebSocket, microseconds from REST';
COMMENT ON COLUMN public.trades.yes_price       IS 'Price of the YES side, dollars';
COMMENT ON COLUMN public.trades.count           IS 'Contracts traded';
COMMENT ON COLUMN public.trades.taker_side      IS 'Outcome that the taker bought: yes or no; null where not given';
COMMENT ON COLUMN public.trades.source          IS 'websocket or rest';
COMMENT ON COLUMN public.trades.no_price        IS 'Price of the NO side, dollars';
COMMENT ON COLUMN public.trades.taker_book_side IS 'bid or ask; null on older frames';
COMMENT ON COLUMN public.trades.block_trade     IS 'Whether the exchange calls it a block trade';
COMMENT ON COLUMN public.trades.seq             IS 'Order of the merge over all markets; claims no order against order-book changes';
COMMENT ON COLUMN public.trades.line            IS 'The line from which it was taken; 0: none (REST)';
COMMENT ON COLUMN public.trades.received_ts     IS 'When it was received, that line''s own clock, UTC';
COMMENT ON COLUMN public.trades.batch           IS 'Number of the commit that wrote it';

CREATE VIEW public.tickers AS
SELECT m.ticker AS market_ticker,
       t.exchange_ts,
       (t.price::numeric / 1000000)::numeric(12, 6) AS price,
       (t.yes_bid::numeric / 1000000)::numeric(12, 6) AS yes_bid,
       (t.yes_ask::numeric / 1000000)::numeric(12, 6) AS yes_ask,
       (t.volume::numeric / 100)::numeric(20, 2) AS volume,
       (t.open_interest::numeric / 100)::numeric(20, 2) AS open_interest,
       (t.dollar_volume::numeric / 1000000)::numeric(24, 6) AS dollar_volume,
       (t.dollar_open_interest::numeric / 1000000)::numeric(24, 6) AS dollar_open_interest,
       (t.yes_bid_size::numeric / 100)::numeric(20, 2) AS yes_bid_size,
       (t.yes_ask_size::numeric / 100)::numeric(20, 2) AS yes_ask_size,
       (t.last_trade_size::numeric / 100)::numeric(20, 2) AS last_trade_size,
       t.line,
       t.received_ts,
       t.batch
FROM store.tickers t
JOIN store.markets m USING (market_key);
COMMENT ON VIEW public.tickers IS 'Summaries as the exchange sent them: unsequenced states, never called complete. Null where the frame had no such field. Source: WebSocket channel ticker.';
COMMENT ON COLUMN public.tickers.market_ticker        IS 'The exchange''s ticker of the market';
COMMENT ON COLUMN public.tickers.exchange_ts          IS 'The exchange''s time, UTC';
COMMENT ON COLUMN public.tickers.price                IS 'Last price, dollars';
COMMENT ON COLUMN public.tickers.yes_bid              IS 'Best YES bid, dollars';
COMMENT ON COLUMN public.tickers.yes_ask              IS 'Best YES ask, dollars';
COMMENT ON COLUMN public.tickers.volume               IS 'Contracts traded so far';
COMMENT ON COLUMN public.tickers.open_interest        IS 'Open contracts';
COMMENT ON COLUMN public.tickers.dollar_volume        IS 'Dollars traded so far';
COMMENT ON COLUMN public.tickers.dollar_open_interest IS 'Open interest, dollars';
COMMENT ON COLUMN public.tickers.yes_bid_size         IS 'Size at the best YES bid, contracts';
COMMENT ON COLUMN public.tickers.yes_ask_size         IS 'Size at the best YES ask, contracts';
COMMENT ON COLUMN public.tickers.last_trade_size      IS 'Size of the last trade, contracts';
COMMENT ON COLUMN public.tickers.line                 IS 'The line that delivered it first';
COMMENT ON COLUMN public.tickers.received_ts          IS 'That line''s own clock when it read the frame, UTC';
COMMENT ON COLUMN public.tickers.batch                IS 'Number of the commit that wrote it';

CREATE FUNCTION store.levels(prices int[], sizes bigint[]) RETURNS numeric[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN prices IS NULL THEN NULL ELSE coalesce(
        (SELECT array_agg(ARRAY[(p::numeric / 1000000)::numeric(12, 6), (s::numeric / 100)::numeric(20, 2)] ORDER BY p)
         FROM unnest(prices, sizes) AS level(p, s)), '{}'::numeric[]) END
$$;
COMMENT ON FUNCTION store.levels IS 'Pairs of price (dollars) and size (contracts), by rising price';

CREATE VIEW public.snapshots AS
SELECT m.ticker AS market_ticker,
       s.seq,
       s.line,
       s.boot,
       s.n,
       CASE s.role WHEN 1 THEN 'starts' WHEN 2 THEN 'agrees' WHEN 3 THEN 'disagrees' WHEN 4 THEN 'replaces' END AS role,
       s.exchange_ts,
       s.book_hash,
       s.base_hash,
       store.levels(s.yes_prices, s.yes_sizes) AS yes,
       store.levels(s.no_prices, s.no_sizes) AS no,
       s.received_ts,
       s.batch
FROM store.snapshots s
JOIN store.markets m USING (market_key);
COMMENT ON VIEW public.snapshots IS 'Whole books as lines received them; a run stands on one of its base_hash. A line whose database was rebuilt is read again: one row for each snapshot all the same. Source: WebSocket orderbook_snapshot.';
COMMENT ON COLUMN public.snapshots.market_ticker IS 'The exchange''s ticker of the market';
COMMENT ON COLUMN public.snapshots.seq         IS 'The row of orderbook_replacements whose book it is; null for others: a snapshot has no time, its hash says where it belongs';
COMMENT ON COLUMN public.snapshots.line        IS 'The line that received it';
COMMENT ON COLUMN public.snapshots.boot        IS 'Its position on that line: start of the gatherer';
COMMENT ON COLUMN public.snapshots.n           IS 'Its position on that line: number within the boot';
COMMENT ON COLUMN public.snapshots.role        IS 'starts (a span), agrees (with its line''s own fold), disagrees, replaces (the exchange replaced the book)';
COMMENT ON COLUMN public.snapshots.exchange_ts IS 'The exchange''s time, UTC; null where it gave none';
COMMENT ON COLUMN public.snapshots.book_hash   IS 'Hash of its content';
COMMENT ON COLUMN public.snapshots.base_hash   IS 'Hash of the book under the first row of the span that begins here';
COMMENT ON COLUMN public.snapshots.yes         IS 'YES bids: pairs of price (dollars) and size (contracts) by rising price; null where only the hash is kept';
COMMENT ON COLUMN public.snapshots.no          IS 'NO bids, likewise';
COMMENT ON COLUMN public.snapshots.received_ts IS 'The line''s own clock when it read the frame, UTC';
COMMENT ON COLUMN public.snapshots.batch       IS 'Number of the commit that wrote it';

CREATE FUNCTION store.as_json(content text) RETURNS json LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    PERFORM content::jsonb; -- refuses what operators on json would fail on later
    RETURN content::json;
EXCEPTION WHEN invalid_text_representation OR untranslatable_character OR program_limit_exceeded OR statement_too_complex THEN
    RETURN to_json(content);
END $$;
COMMENT ON FUNCTION store.as_json IS 'The text as JSON; a text that is none becomes a JSON string, so that one odd row does not spoil a query';

CREATE VIEW public.lifecycle AS
SELECT seq, type, subject, event_type, exchange_ts, store.as_json(content) AS content, line, received_ts, batch
FROM store.lifecycle;
COMMENT ON VIEW public.lifecycle IS 'Events in the life of markets and events, in the order of seq; equal ones may truly come twice. Source: WebSocket channels market_lifecycle_v2 and multivariate_market_lifecycle.';
COMMENT ON COLUMN public.lifecycle.seq         IS 'Order of the merge';
COMMENT ON COLUMN public.lifecycle.type        IS 'The exchange''s message type';
COMMENT ON COLUMN public.lifecycle.subject     IS 'Market ticker, or event ticker for events';
COMMENT ON COLUMN public.lifecycle.event_type  IS 'Such as created, activated, deactivated, determined, settled';
COMMENT ON COLUMN public.lifecycle.exchange_ts IS 'The time that the event itself names, UTC; null where none';
COMMENT ON COLUMN public.lifecycle.content     IS 'All fields of the message, as the exchange names them';
COMMENT ON COLUMN public.lifecycle.line        IS 'The line from which it was taken';
COMMENT ON COLUMN public.lifecycle.received_ts IS 'That line''s own clock when it read the frame, UTC';
COMMENT ON COLUMN public.lifecycle.batch       IS 'Number of the commit that wrote it';

CREATE VIEW public.markets AS
SELECT m.ticker AS market_ticker,
       m.event_ticker,
       e.series_ticker,
       m.market_type,
       m.title,
       m.yes_sub_title,
       m.no_sub_title,
       m.status,
       m.exchange_status,
       m.open_time,
       m.close_time,
       m.expected_expiration_time,
       m.settlement_time,
       m.result,
       (m.settlement_value::numeric / 1000000)::numeric(12, 6) AS settlement_value,
       m.price_level_structure,
       m.strike_type,
       m.floor_strike,
       m.cap_strike,
       (m.volume::numeric / 100)::numeric(20, 2) AS volume,
       (m.open_interest::numeric / 100)::numeric(20, 2) AS open_interest,
       m.rules,
       m.exchange_updated_at
FROM store.markets m
LEFT JOIN store.events e USING (event_ticker);
COMMENT ON VIEW public.markets IS 'Every market seen on a line or named by the exchange. Null where REST has not told yet. Source: REST /markets.';
COMMENT ON COLUMN public.markets.market_ticker    IS 'The exchange''s ticker of the market';
COMMENT ON COLUMN public.markets.event_ticker     IS 'The event to which it belongs';
COMMENT ON COLUMN public.markets.series_ticker    IS 'The series of that event';
COMMENT ON COLUMN public.markets.market_type      IS 'Such as binary';
COMMENT ON COLUMN public.markets.title            IS 'The exchange''s title';
COMMENT ON COLUMN public.markets.yes_sub_title    IS 'What YES means';
COMMENT ON COLUMN public.markets.no_sub_title     IS 'What NO means';
COMMENT ON COLUMN public.markets.status           IS 'unopened, open (also while paused), closed, settled: mapped from exchange_status';
COMMENT ON COLUMN public.markets.exchange_status  IS 'The exchange''s own word: initialized, inactive, active, closed, determined, disputed, amended, finalized';
COMMENT ON COLUMN public.markets.open_time        IS 'When trading opens, UTC';
COMMENT ON COLUMN public.markets.close_time       IS 'When trading closes, UTC';
COMMENT ON COLUMN public.markets.expected_expiration_time IS 'When the outcome is expected, UTC';
COMMENT ON COLUMN public.markets.settlement_time  IS 'When it settled, UTC';
COMMENT ON COLUMN public.markets.result           IS 'yes, no or another word of the exchange; empty while undecided';
COMMENT ON COLUMN public.markets.settlement_value IS 'What a YES contract paid, dollars';
COMMENT ON COLUMN public.markets.price_level_structure IS 'Name of the tick structure, such as linear_cent';
COMMENT ON COLUMN public.markets.strike_type      IS 'How the strikes decide';
COMMENT ON COLUMN public.markets.floor_strike     IS 'Lower strike, as the exchange writes it';
COMMENT ON COLUMN public.markets.cap_strike       IS 'Upper strike, as the exchange writes it';
COMMENT ON COLUMN public.markets.volume           IS 'Contracts traded when last told';
COMMENT ON COLUMN public.markets.open_interest    IS 'Open contracts when last told';
COMMENT ON COLUMN public.markets.rules            IS 'The primary rule of settlement';
COMMENT ON COLUMN public.markets.exchange_updated_at IS 'The exchange''s time of last change, UTC';

CREATE VIEW public.events AS
SELECT event_ticker, series_ticker, title, sub_title, category, mutually_exclusive, strike_date, exchange_updated_at FROM store.events;
COMMENT ON VIEW public.events IS 'Events: groups of markets upon one question. Source: REST /events.';
COMMENT ON COLUMN public.events.event_ticker       IS 'The exchange''s ticker of the event';
COMMENT ON COLUMN public.events.series_ticker      IS 'The series to which it belongs';
COMMENT ON COLUMN public.events.title              IS 'The exchange''s title';
COMMENT ON COLUMN public.events.sub_title          IS 'The exchange''s subtitle';
COMMENT ON COLUMN public.events.category           IS 'The exchange''s category';
COMMENT ON COLUMN public.events.mutually_exclusive IS 'Whether at most one of its markets can settle YES';
COMMENT ON COLUMN public.events.strike_date        IS 'The date that decides, UTC';
COMMENT ON COLUMN public.events.exchange_updated_at IS 'The exchange''s time of last change, UTC';

CREATE VIEW public.series AS
SELECT series_ticker, title, category, frequency, tags, exchange_updated_at FROM store.series;
COMMENT ON VIEW public.series IS 'Series: events that return. Source: REST /series.';
COMMENT ON COLUMN public.series.series_ticker IS 'The exchange''s ticker of the series';
COMMENT ON COLUMN public.series.title         IS 'The exchange''s title';
COMMENT ON COLUMN public.series.category      IS 'The exchange''s category';
COMMENT ON COLUMN public.series.frequency     IS 'How often its events return';
COMMENT ON COLUMN public.series.tags          IS 'The exchange''s tags';
COMMENT ON COLUMN public.series.exchange_updated_at IS 'The exchange''s time of last change, UTC';

CREATE VIEW public.runs AS
SELECT m.ticker AS market_ticker,
       h.seq AS start_seq,
       first.exchange_ts AS start_ts,
       last.seq AS end_seq,
       last.exchange_ts AS end_ts,
       (SELECT count(*) FROM store.book_rows r
        WHERE r.market_key = h.market_key AND r.seq BETWEEN h.seq AND last.seq) AS rows,
       true AS gap_before,
       h.base_hash,
       h.reason,
       (SELECT max(k.seq) FROM store.marks k
        WHERE k.market_key = h.market_key AND k.verified AND k.seq BETWEEN h.seq AND last.seq) AS verified_seq,
       EXISTS (SELECT FROM store.marks k
        WHERE k.market_key = h.market_key AND k.disputed AND k.seq BETWEEN h.seq AND last.seq) AS disputed
FROM (SELECT *, lead(seq) OVER (PARTITION BY market_key ORDER BY seq) AS next_seq FROM store.run_heads) h
JOIN store.markets m USING (market_key)
CROSS JOIN LATERAL (SELECT r.exchange_ts FROM store.book_rows r
                    WHERE r.market_key = h.market_key AND r.seq = h.seq LIMIT 1) first
CROSS JOIN LATERAL (SELECT r.seq, r.exchange_ts FROM store.book_rows r
                    WHERE r.market_key = h.market_key AND r.seq >= h.seq
                      AND r.seq < coalesce(h.next_seq, 9223372036854775807)
                    ORDER BY r.seq DESC LIMIT 1) last;
COMMENT ON VIEW public.runs IS 'Unbroken stretches of each market''s order-book path. Something may be missing before each of them, nothing inside.';
COMMENT ON COLUMN public.runs.market_ticker IS 'The exchange''s ticker of the market';
COMMENT ON COLUMN public.runs.start_seq    IS 'First row of the run';
COMMENT ON COLUMN public.runs.start_ts     IS 'Exchange time of the first row, UTC';
COMMENT ON COLUMN public.runs.end_seq      IS 'Last row of the run so far';
COMMENT ON COLUMN public.runs.end_ts       IS 'Exchange time of the last row, UTC';
COMMENT ON COLUMN public.runs.rows         IS 'Number of rows, counted when asked for';
COMMENT ON COLUMN public.runs.gap_before   IS 'Always true: a run whose gap was closed is part of the run before it';
COMMENT ON COLUMN public.runs.base_hash    IS 'Hash of the book of the snapshot on which the run stands';
COMMENT ON COLUMN public.runs.reason       IS 'Why the stretch before it is missing; null while not told';
COMMENT ON COLUMN public.runs.verified_seq IS 'Last row after which an independent snapshot agreed; null: none yet';
COMMENT ON COLUMN public.runs.disputed     IS 'Whether some row of it is disputed between lines';

CREATE VIEW public.coverage AS
SELECT market_ticker, 'orderbook' AS channel, 'received' AS state, start_ts AS from_ts, end_ts AS to_ts,
       start_seq AS from_seq, end_seq AS to_seq, NULL::text AS reason
FROM public.runs
UNION ALL
SELECT market_ticker, 'orderbook', 'gap',
       lag(end_ts, 1) OVER market, start_ts, lag(end_seq, 1) OVER market, start_seq, reason
FROM public.runs
WINDOW market AS (PARTITION BY market_ticker ORDER BY start_seq);
COMMENT ON VIEW public.coverage IS 'What is provably received of each market, and what is not: intervals of exchange time.';
COMMENT ON COLUMN public.coverage.market_ticker IS 'The exchange''s ticker of the market';
COMMENT ON COLUMN public.coverage.channel  IS 'orderbook';
COMMENT ON COLUMN public.coverage.state    IS 'received: without a hole in some line''s numbering; gap: something may be missing';
COMMENT ON COLUMN public.coverage.from_ts  IS 'Begin, exchange time, UTC; null for a gap: since the market''s open';
COMMENT ON COLUMN public.coverage.to_ts    IS 'End, exchange time, UTC';
COMMENT ON COLUMN public.coverage.from_seq IS 'First row of a received interval, last row before a gap';
COMMENT ON COLUMN public.coverage.to_seq   IS 'Last row of a received interval, first row after a gap';
COMMENT ON COLUMN public.coverage.reason   IS 'Why it is missing; null while not told';

DO $$ BEGIN
    CREATE ROLE trifecta_reader NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation OR insufficient_privilege THEN NULL;
END $$;
DO $$ BEGIN
    GRANT USAGE ON SCHEMA public, store TO trifecta_reader;
    GRANT SELECT ON ALL TABLES IN SCHEMA public, store TO trifecta_reader;
EXCEPTION WHEN undefined_object THEN NULL;
END $$;
