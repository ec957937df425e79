-- Which of several deduplicators works. It serves liveness alone: that only one writes is made sure by store.head and store.lines.

CREATE TABLE store.lease (
    only_row      boolean     PRIMARY KEY DEFAULT true CHECK (only_row),
    term          bigint      NOT NULL DEFAULT 0,
    holder        uuid,
    name          text        NOT NULL DEFAULT '',
    backend       int         NOT NULL DEFAULT 0,
    backend_start timestamptz NOT NULL DEFAULT '-infinity',
    taken_at      timestamptz NOT NULL DEFAULT '-infinity',
    renewed_at    timestamptz NOT NULL DEFAULT '-infinity'
) WITH (fillfactor = 10);
INSERT INTO store.lease DEFAULT VALUES;
COMMENT ON TABLE  store.lease IS 'One row: the deduplicator that works now. Free when nobody holds it, when the holder''s backend has ended, or when it was not renewed in time.';
COMMENT ON COLUMN store.lease.term    IS 'Counts the take-overs';
COMMENT ON COLUMN store.lease.holder  IS 'Which life of which process; null: given back';
COMMENT ON COLUMN store.lease.name    IS 'The holder in words, for people';
COMMENT ON COLUMN store.lease.backend IS 'Process number of the holder''s backend, with backend_start: shows at once that the holder died';
