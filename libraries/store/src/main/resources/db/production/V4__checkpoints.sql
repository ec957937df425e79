-- Whole books at exact places of markets' paths: a book at any time is folded from the nearest one before it.

-- A checkpoint may be stale (its row was voided since) or be written twice (by two deduplicators): neither can do harm. Its content
-- has the hash book_hash, a row of the path says the hash of the book after it, and a fold that does not end on its last row's hash is thrown
-- away. So nothing depends on this table but speed, and it may be emptied at any time.
CREATE TABLE store.checkpoints (
    market_key  int         NOT NULL,
    seq         bigint      NOT NULL,
    exchange_ts timestamptz NOT NULL,
    made_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    book_hash   bigint      NOT NULL,
    no_prices   int[]       NOT NULL,
    no_sizes    bigint[]    NOT NULL,
    yes_prices  int[]       NOT NULL,
    yes_sizes   bigint[]    NOT NULL,
    PRIMARY KEY (market_key, seq)
);
CREATE INDEX checkpoints_by_time ON store.checkpoints (market_key, exchange_ts);
COMMENT ON TABLE  store.checkpoints IS 'Whole books after single rows of markets'' paths, so that a book at any time is folded from nearby. Derived: may be emptied.';
COMMENT ON COLUMN store.checkpoints.market_key  IS 'Key in markets';
COMMENT ON COLUMN store.checkpoints.seq         IS 'The row of book_rows after which the book was this one';
COMMENT ON COLUMN store.checkpoints.exchange_ts IS 'Exchange time of that row, not before any earlier row''s; rows without one get no checkpoint';
COMMENT ON COLUMN store.checkpoints.made_at     IS 'When it was written, server''s clock';
COMMENT ON COLUMN store.checkpoints.book_hash   IS 'Hash of the content, the same as the row''s; another one: the row was voided, and the checkpoint is worth nothing';
COMMENT ON COLUMN store.checkpoints.no_prices   IS 'Prices of the NO bids, micro-dollars, rising';
COMMENT ON COLUMN store.checkpoints.no_sizes    IS 'Their sizes, hundredths of a contract';
COMMENT ON COLUMN store.checkpoints.yes_prices  IS 'Prices of the YES bids, micro-dollars, rising';
COMMENT ON COLUMN store.checkpoints.yes_sizes   IS 'Their sizes, hundredths of a contract';

DO $$ BEGIN
    GRANT SELECT ON store.checkpoints TO trifecta_reader;
EXCEPTION WHEN undefined_object THEN NULL;
END $$;
