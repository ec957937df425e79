-- A gatherer's own database: its line's stream, one row for each journal entry, and nothing derived from other lines.

-- One life of this database. Its server's identity and timeline are read beside it, see the reader.
CREATE TABLE incarnation (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    uuid     uuid NOT NULL DEFAULT gen_random_uuid()
);
INSERT INTO incarnation DEFAULT VALUES;
COMMENT ON TABLE incarnation IS 'One row: the identity given to this database when it was made. Readers that see another one begin anew.';

-- Tickers may be of any length (a broken frame must not stop a line), hence a hash exclusion instead of a B-tree.
CREATE TABLE markets (
    market_key int  PRIMARY KEY,
    ticker     text NOT NULL,
    CONSTRAINT markets_ticker_once EXCLUDE USING hash (ticker WITH =)
);
COMMENT ON TABLE markets IS 'Short keys of market tickers, valid inside this database only.';
COMMENT ON COLUMN markets.ticker IS 'As the exchange sends it; backslash escapes where text cannot hold it.';

CREATE TABLE events (
    n            bigint   NOT NULL,
    received_us  bigint   NOT NULL,
    exchange_us  bigint,
    delta        bigint,
    size_after   bigint,
    book_hash    bigint,
    boot         int      NOT NULL,
    connection   int      NOT NULL,
    sid          int      NOT NULL,
    market_key   int,
    price        int,
    kind         smallint NOT NULL,
    break_before smallint,
    side         smallint,
    content      bytea,
    PRIMARY KEY (boot, n)
) PARTITION BY RANGE (boot, n);
COMMENT ON TABLE events IS 'The line: one row for each journal entry, dense in n from 1 within each boot. A missing n is not committed yet.';
COMMENT ON COLUMN events.n            IS 'Place within the boot, from 1';
COMMENT ON COLUMN events.received_us  IS 'The gatherer''s clock when the frame was read: microseconds since 1970 UTC. Orders nothing.';
COMMENT ON COLUMN events.exchange_us  IS 'The exchange''s time, microseconds since 1970 UTC; null where it gave none';
COMMENT ON COLUMN events.delta        IS 'Signed change of the level, hundredths of a contract (kinds 1, 2)';
COMMENT ON COLUMN events.size_after   IS 'The level''s size after it, hundredths of a contract (kind 1)';
COMMENT ON COLUMN events.book_hash    IS 'Hash of the whole book: after the delta (kind 1), of the snapshot (kinds 3 to 6)';
COMMENT ON COLUMN events.boot         IS 'Start of the gatherer, rising';
COMMENT ON COLUMN events.connection   IS 'Connection within the boot; 0: the line itself';
COMMENT ON COLUMN events.sid          IS 'The exchange''s subscription number on that connection; 0: the whole connection';
COMMENT ON COLUMN events.market_key   IS 'Key in markets';
COMMENT ON COLUMN events.price        IS 'Price in micro-dollars (kinds 1, 2; the YES price of kind 7)';
COMMENT ON COLUMN events.kind         IS '1 delta, 2 held delta, 3 snapshot starts, 4 agrees, 5 disagrees, 6 replaces, 7 trade, 8 ticker, 9 lifecycle, 10 channel starts, 11 break, 12 spans end, 13 kept, 14 heartbeat, 15 nothing';
COMMENT ON COLUMN events.break_before IS 'Code of the reason for which all spans of (connection, sid) ended just before this row';
COMMENT ON COLUMN events.side         IS '0 no, 1 yes (kinds 1, 2; the taker''s outcome of kind 7)';
COMMENT ON COLUMN events.content      IS 'What has no column of its own, packed; see the class RowContent';

CREATE VIEW line_events AS
SELECT e.boot,
       e.n,
       CASE e.kind
           WHEN 1 THEN 'delta' WHEN 2 THEN 'held delta'
           WHEN 3 THEN 'snapshot starts' WHEN 4 THEN 'snapshot agrees'
           WHEN 5 THEN 'snapshot disagrees' WHEN 6 THEN 'snapshot replaces'
           WHEN 7 THEN 'trade' WHEN 8 THEN 'ticker' WHEN 9 THEN 'lifecycle'
           WHEN 10 THEN 'channel starts' WHEN 11 THEN 'break' WHEN 12 THEN 'spans end'
           WHEN 13 THEN 'kept' WHEN 14 THEN 'heartbeat' WHEN 15 THEN 'nothing'
       END AS kind,
       CASE e.break_before
           WHEN 1 THEN 'cut' WHEN 2 THEN 'sequence gap' WHEN 3 THEN 'sequence restart'
           WHEN 4 THEN 'channel error' WHEN 5 THEN 'overflow' WHEN 6 THEN 'undecodable'
           WHEN 7 THEN 'negative level' WHEN 8 THEN 'snapshot disagrees' WHEN 9 THEN 'unsubscribed'
           WHEN 10 THEN 'stopped' WHEN 11 THEN 'crashed'
       END AS break_before,
       e.connection,
       e.sid,
       timestamptz 'epoch' + e.received_us * interval '1 microsecond' AS received_ts,
       m.ticker AS market_ticker,
       timestamptz 'epoch' + e.exchange_us * interval '1 microsecond' AS exchange_ts,
       CASE e.side WHEN 0 THEN 'no' WHEN 1 THEN 'yes' END AS side,
       (e.price::numeric / 1000000)::numeric(12, 6) AS price,
       (e.delta::numeric / 100)::numeric(20, 2) AS delta,
       (e.size_after::numeric / 100)::numeric(20, 2) AS size_after,
       e.book_hash,
       length(e.content) AS content_bytes,
       regexp_replace(encode(e.content, 'escape'), '[^\x20-\x7e]+', ' ', 'g') AS content_text
FROM events e
LEFT JOIN markets m USING (market_key);
COMMENT ON VIEW line_events IS 'The line for human eyes: names, UTC times, decimal dollars and contracts. content_text shows the readable parts of packed content.';

DO $$ BEGIN
    CREATE ROLE trifecta_reader NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation OR insufficient_privilege THEN NULL;
END $$;
DO $$ BEGIN
    GRANT SELECT ON incarnation, markets, events, line_events TO trifecta_reader;
EXCEPTION WHEN undefined_object THEN NULL;
END $$;
