-- A snapshot that disagrees is not believed before the next one does, too.

COMMENT ON COLUMN events.kind         IS '1 delta, 2 held delta, 3 snapshot starts, 4 agrees, 5 disagrees, 6 replaces, 7 trade, 8 ticker, 9 lifecycle, 10 channel starts, 11 break, 12 spans end, 13 kept, 14 heartbeat, 15 nothing, 16 snapshots asked for, 17 book by REST, 18 snapshot in doubt';

CREATE OR REPLACE VIEW line_events AS
SELECT e.boot,
       e.n,
       CASE e.kind
           WHEN 1 THEN 'delta' WHEN 2 THEN 'held delta'
           WHEN 3 THEN 'snapshot starts' WHEN 4 THEN 'snapshot agrees'
           WHEN 5 THEN 'snapshot disagrees' WHEN 6 THEN 'snapshot replaces'
           WHEN 7 THEN 'trade' WHEN 8 THEN 'ticker' WHEN 9 THEN 'lifecycle'
           WHEN 10 THEN 'channel starts' WHEN 11 THEN 'break' WHEN 12 THEN 'spans end'
           WHEN 13 THEN 'kept' WHEN 14 THEN 'heartbeat' WHEN 15 THEN 'nothing' WHEN 16 THEN 'asked' WHEN 17 THEN 'book told'
           WHEN 18 THEN 'snapshot doubts'
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
