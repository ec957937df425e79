-- What the search over all markets and the trades of one market are read from.

-- A million markets with their rules are a gigabyte; the words that are searched and the state are a tenth of that. A scan of this table
-- takes a fifth of a second, needs no index that every change of a market would have to keep up, and finds parts of words.
CREATE TABLE store.market_words (
    market_key int  PRIMARY KEY,
    status     text,
    words      text COLLATE "C" NOT NULL
) WITH (fillfactor = 90);
COMMENT ON TABLE  store.market_words IS 'One row for each of markets, kept by a trigger: what a search looks at.';
COMMENT ON COLUMN store.market_words.market_key IS 'Key in markets';
COMMENT ON COLUMN store.market_words.status IS 'As in markets';
COMMENT ON COLUMN store.market_words.words  IS 'Ticker, event, title and meaning of yes in small letters';

CREATE FUNCTION store.market_words_of(m store.markets) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN lower((m.ticker || coalesce(' ' || m.event_ticker, '') || coalesce(' ' || m.title, '')
              || coalesce(' ' || m.yes_sub_title, '')) COLLATE "C");

CREATE FUNCTION store.keep_market_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO store.market_words VALUES (NEW.market_key, NEW.status, store.market_words_of(NEW))
    ON CONFLICT (market_key) DO UPDATE SET status = EXCLUDED.status, words = EXCLUDED.words;
    RETURN NULL;
END $$;

CREATE TRIGGER markets_words_inserted AFTER INSERT ON store.markets
FOR EACH ROW EXECUTE FUNCTION store.keep_market_words();
CREATE TRIGGER markets_words_updated AFTER UPDATE ON store.markets
FOR EACH ROW WHEN ((OLD.status, OLD.event_ticker, OLD.title, OLD.yes_sub_title)
                   IS DISTINCT FROM (NEW.status, NEW.event_ticker, NEW.title, NEW.yes_sub_title))
EXECUTE FUNCTION store.keep_market_words();

INSERT INTO store.market_words SELECT m.market_key, m.status, store.market_words_of(m) FROM store.markets m;

-- The latest trades of a market up to an instant, however many it has.
CREATE INDEX trades_by_market_time ON store.trades (market_key, coalesce(exchange_ts, received_ts), seq);

DO $$ BEGIN
    GRANT SELECT ON store.market_words TO trifecta_reader;
EXCEPTION WHEN undefined_object THEN NULL;
END $$;
