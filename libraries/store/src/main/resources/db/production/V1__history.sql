-- Production: the one history merged from the lines. Tables live in the schema store, the public contract (views) in public.
-- Units: prices micro-dollars, sizes and counts hundredths of a contract.

-- ---------------------------------------------------------------- progress

CREATE TABLE store.lines (
    line              smallint PRIMARY KEY,
    boot              int      NOT NULL DEFAULT 0,
    n                 bigint   NOT NULL DEFAULT 0,
    anchor            bigint   NOT NULL DEFAULT 0,
    incarnation       uuid,
    system_identifier bigint   NOT NULL DEFAULT 0,
    timeline          int      NOT NULL DEFAULT 0,
    state             bytea    NOT NULL DEFAULT ''
) WITH (fillfactor = 50);
COMMENT ON TABLE  store.lines IS 'How far each line was taken. Moved by compare-and-set, as the first statement of every commit.';
COMMENT ON COLUMN store.lines.boot   IS 'Boot of the last position taken; 0: none';
COMMENT ON COLUMN store.lines.n      IS 'Place within the boot of the last position taken';
COMMENT ON COLUMN store.lines.anchor IS 'Hash of the last row taken: shows a line that was rewound or cloned';
COMMENT ON COLUMN store.lines.incarnation IS 'The gatherer''s database from which it was read; null before the first read';
COMMENT ON COLUMN store.lines.state  IS 'What the merge keeps about the line, packed';

CREATE TABLE store.head (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    batch    bigint  NOT NULL,
    writer   uuid    NOT NULL
) WITH (fillfactor = 10);
INSERT INTO store.head (batch, writer) VALUES (0, '00000000-0000-0000-0000-000000000000');
COMMENT ON TABLE store.head IS 'One row: the last batch and who wrote it. Its compare-and-set fences writers that move different lines.';

CREATE TABLE store.batches (
    batch        bigint      PRIMARY KEY,
    committed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE  store.batches IS 'One row for each commit; readers poll max(batch).';
COMMENT ON COLUMN store.batches.committed_at IS 'Just before the commit, server''s clock';

-- ---------------------------------------------------------------- metadata

CREATE TABLE store.markets (
    market_key            int  PRIMARY KEY,
    ticker                text COLLATE "C" NOT NULL,
    event_ticker          text,
    market_type           text,
    title                 text,
    yes_sub_title         text,
    no_sub_title          text,
    status                text CHECK (status IN ('unopened', 'open', 'closed', 'settled')),
    exchange_status       text,
    open_time             timestamptz,
    close_time            timestamptz,
    expected_expiration_time timestamptz,
    settlement_time       timestamptz,
    result                text,
    settlement_value      int,
    price_level_structure text,
    strike_type           text,
    floor_strike          text,
    cap_strike            text,
    volume                bigint,
    open_interest         bigint,
    rules                 text,
    exchange_updated_at   timestamptz,
    CONSTRAINT markets_ticker_once EXCLUDE USING hash (ticker WITH =)
) WITH (fillfactor = 80);
CREATE INDEX markets_by_event ON store.markets USING hash (event_ticker);
COMMENT ON TABLE store.markets IS 'Every market seen on a line or named by the exchange''s REST interface. Keys are valid inside this database only.';

CREATE TABLE store.events (
    event_ticker       text COLLATE "C" PRIMARY KEY,
    series_ticker      text,
    title              text,
    sub_title          text,
    category           text,
    mutually_exclusive boolean,
    strike_date        timestamptz,
    exchange_updated_at timestamptz
);
CREATE TABLE store.series (
    series_ticker text COLLATE "C" PRIMARY KEY,
    title         text,
    category      text,
    frequency     text,
    tags          text[],
    exchange_updated_at timestamptz
);

-- ---------------------------------------------------------------- order books

-- Partitioned by day of exchange time; rows without one by day of receipt, below the default partition. Each day's leaf has its own
-- UNIQUE (market_key, seq). Leaves are made by the writer.
CREATE TABLE store.book_rows (
    seq         bigint      NOT NULL,
    exchange_ts timestamptz,
    received_ts timestamptz NOT NULL,
    delta       bigint,
    size_after  bigint,
    book_hash   bigint      NOT NULL,
    batch       bigint      NOT NULL,
    market_key  int         NOT NULL,
    price       int,
    kind        smallint    NOT NULL,
    side        smallint,
    line        smallint    NOT NULL,
    lines       smallint    NOT NULL
) PARTITION BY RANGE (exchange_ts);
CREATE TABLE store.book_rows_unstamped PARTITION OF store.book_rows (CHECK (exchange_ts IS NULL)) DEFAULT
    PARTITION BY RANGE (received_ts);
COMMENT ON TABLE  store.book_rows IS 'The merged path of every market, in the order of seq. Insert-only; voided rows move to voided_rows.';
COMMENT ON COLUMN store.book_rows.seq   IS 'Place in the market''s path; spaced, so that late rows find room';
COMMENT ON COLUMN store.book_rows.kind  IS '1 delta; 2 the exchange replaced the whole book (price, side, delta, size_after are null)';
COMMENT ON COLUMN store.book_rows.side  IS '0 no, 1 yes';
COMMENT ON COLUMN store.book_rows.line  IS 'The line from which the row was taken';
COMMENT ON COLUMN store.book_rows.lines IS 'Bit set (bit 0: line 1) of the lines known to have delivered it when it was written';

CREATE TABLE store.voided_rows (
    LIKE store.book_rows,
    voided_batch bigint NOT NULL
);
CREATE INDEX voided_rows_by_market ON store.voided_rows (market_key, seq);
COMMENT ON TABLE store.voided_rows IS 'Rows that a decided fork took out of their market''s path, kept as evidence';

CREATE TABLE store.run_heads (
    market_key int    NOT NULL,
    seq        bigint NOT NULL,
    base_hash  bigint NOT NULL,
    reason     text,
    batch      bigint NOT NULL,
    PRIMARY KEY (market_key, seq)
);
COMMENT ON TABLE store.run_heads IS 'Rows before which something may be missing: each opens a run upon a snapshot of base_hash';

CREATE TABLE store.marks (
    market_key int     NOT NULL,
    seq        bigint  NOT NULL,
    verified   boolean NOT NULL,
    disputed   boolean NOT NULL,
    ended      boolean NOT NULL,
    batch      bigint  NOT NULL,
    PRIMARY KEY (market_key, seq)
) WITH (fillfactor = 80);
COMMENT ON TABLE store.marks IS 'What is known of single rows: the state after it was confirmed, is disputed, or its run ended there';

CREATE TABLE store.market_states (
    market_key int   PRIMARY KEY,
    state      bytea NOT NULL
) WITH (fillfactor = 30, autovacuum_vacuum_scale_factor = 0.05);
COMMENT ON TABLE store.market_states IS 'What the merge keeps about each market, packed. Rewritten often: room for heap-only updates.';

CREATE TABLE store.snapshots (
    market_key  int         NOT NULL,
    seq         bigint,
    line        smallint    NOT NULL,
    boot        int         NOT NULL,
    n           bigint      NOT NULL,
    role        smallint    NOT NULL,
    exchange_ts timestamptz,
    received_ts timestamptz NOT NULL,
    book_hash   bigint      NOT NULL,
    base_hash   bigint      NOT NULL,
    no_prices   int[],
    no_sizes    bigint[],
    yes_prices  int[],
    yes_sizes   bigint[],
    batch       bigint      NOT NULL,
    PRIMARY KEY (line, boot, n, received_ts, book_hash)
);
CREATE INDEX snapshots_by_market ON store.snapshots (market_key, seq);
COMMENT ON COLUMN store.snapshots.seq  IS 'The row of a replaced book, or else null: where it stands is said by its hash alone';
COMMENT ON COLUMN store.snapshots.role IS '1 starts a span, 2 agrees with its line''s fold, 3 disagrees, 4 replaces the book';

CREATE TABLE store.snapshot_requests (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    market       text        NOT NULL,
    requested_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE store.snapshot_requests IS 'Markets of which every line is asked for a fresh snapshot; announced on channel trifecta_snapshot_requests';

-- ---------------------------------------------------------------- trades, lifecycle, tickers

CREATE TABLE store.trades (
    seq         bigint      NOT NULL,
    exchange_ts timestamptz,
    received_ts timestamptz NOT NULL,
    count       bigint      NOT NULL,
    batch       bigint      NOT NULL,
    market_key  int         NOT NULL,
    yes_price   int         NOT NULL,
    no_price    int         NOT NULL,
    taker_side  smallint,
    source      smallint    NOT NULL,
    line        smallint    NOT NULL,
    block_trade boolean     NOT NULL,
    taker_book_side text,
    trade_id    text COLLATE "C" PRIMARY KEY
);
CREATE INDEX trades_by_seq    ON store.trades (seq);
CREATE INDEX trades_by_market ON store.trades (market_key, seq);
COMMENT ON TABLE  store.trades IS 'Keyed by trade_id alone: the same trade has times of unlike precision from WebSocket and REST.';
COMMENT ON COLUMN store.trades.seq    IS 'Order of the merge, over all markets; claims no order against book rows';
COMMENT ON COLUMN store.trades.source IS '1 websocket, 2 rest';

CREATE TABLE store.lifecycle (
    seq         bigint      PRIMARY KEY,
    type        text        NOT NULL,
    subject     text        NOT NULL,
    event_type  text        NOT NULL,
    exchange_ts timestamptz,
    received_ts timestamptz NOT NULL,
    content     text        NOT NULL,
    line        smallint    NOT NULL,
    batch       bigint      NOT NULL
);
CREATE INDEX lifecycle_by_subject ON store.lifecycle USING hash (subject);

CREATE TABLE store.tickers (
    exchange_ts          timestamptz,
    received_ts          timestamptz NOT NULL,
    content_hash         bigint NOT NULL,
    price                bigint,
    yes_bid              bigint,
    yes_ask              bigint,
    volume               bigint,
    open_interest        bigint,
    dollar_volume        bigint,
    dollar_open_interest bigint,
    yes_bid_size         bigint,
    yes_ask_size         bigint,
    last_trade_size      bigint,
    batch                bigint NOT NULL,
    market_key           int    NOT NULL,
    line                 smallint NOT NULL,
    UNIQUE NULLS NOT DISTINCT (market_key, exchange_ts, content_hash)
) PARTITION BY RANGE (exchange_ts);
CREATE TABLE store.tickers_unstamped PARTITION OF store.tickers (CHECK (exchange_ts IS NULL)) DEFAULT;

CREATE TABLE store.quarantine (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    line       smallint    NOT NULL,
    boot       int         NOT NULL,
    n          bigint      NOT NULL,
    reason     text        NOT NULL,
    content    text        NOT NULL,
    batch      bigint      NOT NULL,
    quarantined_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE store.quarantine IS 'What could not be stored in its place, with the reason; nothing vanishes';
