package trifecta.store.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import trifecta.market.Times;
import trifecta.store.postgres.SafeText;

/**
 * What the coverage ledger says of one channel of a market. Depends on nothing but the columns of the public view {@code coverage}.
 * Single-threaded, as its connection is.
 */
public final class LedgerWord {
    private static final String INTERVALS = "SELECT state, " + micros("from_ts") + ", " + micros("to_ts") + ", reason"
            + " FROM public.coverage WHERE market_ticker = ? AND channel = ? ";

    private static final String TOUCHING = INTERVALS + "AND (from_ts IS NULL OR from_ts <= " + Micros.PARAMETER + ")"
            + " AND (to_ts IS NULL OR to_ts > " + Micros.PARAMETER + ") ORDER BY from_ts NULLS FIRST, to_ts";

    private static final String ENDED_BEFORE =
            INTERVALS + "AND to_ts <= " + Micros.PARAMETER + " ORDER BY to_ts DESC LIMIT 1";

    private final Connection connection;

    LedgerWord(Connection connection) {
        this.connection = connection;
    }

    /** What is recorded of a market, each with a coverage of its own. */
    public enum Channel {
        ORDERBOOK,
        TRADE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How sure it is that nothing is missing, worst first. */
    public enum State {
        /** Something may be missing. */
        GAP,
        /** The lines disagree. */
        DISPUTED,
        /** Nothing is known to be missing yet, the proof is still to come. */
        PROVISIONAL,
        /** Complete as it was sent to some line. */
        RECEIVED,
        /** Received, and an independent snapshot agreed. */
        VERIFIED;

        /** Whether it is certain that nothing is missing. */
        public boolean isComplete() {
            return this == RECEIVED || this == VERIFIED;
        }

        /** The ledger's own word. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** What it means for whoever reads the data, to stand behind the word itself. */
        public String meaning() {
            return switch (this) {
                case GAP -> "something may be missing";
                case DISPUTED -> "the lines disagree";
                case PROVISIONAL -> "the proof that nothing is missing is still to come";
                case RECEIVED -> "nothing is missing";
                case VERIFIED -> "nothing is missing, and a snapshot agreed";
            };
        }

        /** The state of a word. */
        public static State of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * An interval of exchange time and what is known of it.
     *
     * @param fromMicros its first instant; {@link Times#ABSENT}: since ever
     * @param untilMicros the first instant behind it; {@link Times#ABSENT}: until now
     * @param reason why something is missing or not sure; empty where nobody told
     */
    public record Word(State state, long fromMicros, long untilMicros, String reason) {}

    /** The word on an instant. */
    Optional<Word> at(String ticker, Channel channel, long micros) throws SQLException {
        return between(ticker, channel, micros, micros).stream().min(Comparator.comparing(Word::state));
    }

    /** The words on an interval, both ends included, by time. */
    List<Word> between(String ticker, Channel channel, long fromMicros, long toMicros) throws SQLException {
        return ask(TOUCHING, ticker, channel, toMicros, fromMicros);
    }

    /** The last interval before an instant. */
    Optional<Word> lastBefore(String ticker, Channel channel, long micros) throws SQLException {
        return ask(ENDED_BEFORE, ticker, channel, micros).stream().findFirst();
    }

    private List<Word> ask(String query, String ticker, Channel channel, long... times) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, SafeText.escape(ticker));
            statement.setString(2, channel.word());
            for (int i = 0; i < times.length; i++) {
                Micros.bind(statement, 3 + i, times[i]);
            }
            List<Word> words = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    @Nullable String reason = row.getString(4);
                    words.add(new Word(
                            State.of(row.getString(1)),
                            Micros.read(row, 2),
                            Micros.read(row, 3),
                            reason == null ? "" : reason));
                }
            }
            return words;
        }
    }

    /** An open end may be null or infinite. */
    private static String micros(String time) {
        return "CASE WHEN isfinite(" + time + ") THEN " + Micros.of(time) + " END";
    }
}
